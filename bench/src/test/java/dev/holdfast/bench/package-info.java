/** Tests of the measurements. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
