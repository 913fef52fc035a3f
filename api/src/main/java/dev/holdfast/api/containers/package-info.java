/** What the API does for the operations on containers. */
@NullMarked
package dev.holdfast.api.containers;

import org.jspecify.annotations.NullMarked;
