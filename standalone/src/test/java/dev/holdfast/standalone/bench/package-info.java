/** Tests of the measurements. */
@NullMarked
package dev.holdfast.standalone.bench;

import org.jspecify.annotations.NullMarked;
