/** The copy operation. */
@NullMarked
package dev.holdfast.workflows.copy;

import org.jspecify.annotations.NullMarked;
