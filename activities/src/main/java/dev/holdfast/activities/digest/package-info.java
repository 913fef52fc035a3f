/** Digests of texts. */
@NullMarked
package dev.holdfast.activities.digest;

import org.jspecify.annotations.NullMarked;
