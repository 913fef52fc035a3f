/** The lockdown operation: sshd with modern algorithms and safe settings. */
@NullMarked
package dev.holdfast.schemas.lockdown;

import org.jspecify.annotations.NullMarked;
