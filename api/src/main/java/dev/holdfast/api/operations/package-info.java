/** Starting, watching and steering operations. */
@NullMarked
package dev.holdfast.api.operations;

import org.jspecify.annotations.NullMarked;
