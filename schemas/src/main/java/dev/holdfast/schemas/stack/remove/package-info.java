/** Removing what a stack has on servers. */
@NullMarked
package dev.holdfast.schemas.stack.remove;

import org.jspecify.annotations.NullMarked;
