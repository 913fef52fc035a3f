/** Commit-confirmed changes: the server reverts by itself what nobody confirms. */
@NullMarked
package dev.holdfast.activities.revert;

import org.jspecify.annotations.NullMarked;
