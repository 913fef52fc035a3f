/** What every kind of resource shares: how it is compared and how it is changed. */
@NullMarked
package dev.holdfast.activities.resource;

import org.jspecify.annotations.NullMarked;
