/** The undo operation: what another operation has changed, taken back. */
@NullMarked
package dev.holdfast.schemas.undo;

import org.jspecify.annotations.NullMarked;
