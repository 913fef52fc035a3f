/** Steps: one activity of an operation, with the key that makes it happen once. */
@NullMarked
package dev.holdfast.schemas.step;

import org.jspecify.annotations.NullMarked;
