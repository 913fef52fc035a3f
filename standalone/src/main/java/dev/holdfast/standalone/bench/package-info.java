/** Measurements against a named baseline, in the same run on the same lab server. */
@NullMarked
package dev.holdfast.standalone.bench;

import org.jspecify.annotations.NullMarked;
