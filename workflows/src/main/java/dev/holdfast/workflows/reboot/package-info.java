/** The reboot operation. */
@NullMarked
package dev.holdfast.workflows.reboot;

import org.jspecify.annotations.NullMarked;
