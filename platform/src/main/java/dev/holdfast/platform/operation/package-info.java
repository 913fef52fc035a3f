/** Operations and everything that is recorded of them. */
@NullMarked
package dev.holdfast.platform.operation;

import org.jspecify.annotations.NullMarked;
