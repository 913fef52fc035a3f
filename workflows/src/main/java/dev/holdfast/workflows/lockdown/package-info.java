/** The lockdown operation. */
@NullMarked
package dev.holdfast.workflows.lockdown;

import org.jspecify.annotations.NullMarked;
