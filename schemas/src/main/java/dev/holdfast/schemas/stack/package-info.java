/** Stacks of containers, which are deployed together. */
@NullMarked
package dev.holdfast.schemas.stack;

import org.jspecify.annotations.NullMarked;
