/** Sudo rules. */
@NullMarked
package dev.holdfast.activities.sudo;

import org.jspecify.annotations.NullMarked;
