/** workflows. */
@NullMarked
package dev.holdfast.workflows;

import org.jspecify.annotations.NullMarked;
