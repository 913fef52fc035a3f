/** How much of the platform organisations may use. */
@NullMarked
package dev.holdfast.api.quotas;

import org.jspecify.annotations.NullMarked;
