/** The keys that everything else is encrypted with: seen, changed and removed. */
@NullMarked
package dev.holdfast.api.keys;

import org.jspecify.annotations.NullMarked;
