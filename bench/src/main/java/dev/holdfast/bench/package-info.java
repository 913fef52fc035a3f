/** Measurements against a named baseline, in the same run on the same lab server. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
