/** The undo operation. */
@NullMarked
package dev.holdfast.workflows.undo;

import org.jspecify.annotations.NullMarked;
