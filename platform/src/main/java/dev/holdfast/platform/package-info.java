/** platform. */
@NullMarked
package dev.holdfast.platform;

import org.jspecify.annotations.NullMarked;
