/** Operations made of operations. */
@NullMarked
package dev.holdfast.workflows.runbook;

import org.jspecify.annotations.NullMarked;
