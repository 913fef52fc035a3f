/** The fetch operation. */
@NullMarked
package dev.holdfast.workflows.fetch;

import org.jspecify.annotations.NullMarked;
