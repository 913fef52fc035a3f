/** Runbooks, and the operations that they have started. */
@NullMarked
package dev.holdfast.platform.runbook;

import org.jspecify.annotations.NullMarked;
