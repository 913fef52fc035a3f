/** Explains what an operation waits for, since when, and who can help. */
@NullMarked
package dev.holdfast.api.explain;

import org.jspecify.annotations.NullMarked;
