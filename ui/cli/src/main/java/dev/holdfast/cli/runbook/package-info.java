/** Commands about runbooks. */
@NullMarked
package dev.holdfast.cli.runbook;

import org.jspecify.annotations.NullMarked;
