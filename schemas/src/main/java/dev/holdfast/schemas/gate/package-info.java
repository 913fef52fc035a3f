/** Trying the gates between the waves of an operation. */
@NullMarked
package dev.holdfast.schemas.gate;

import org.jspecify.annotations.NullMarked;
