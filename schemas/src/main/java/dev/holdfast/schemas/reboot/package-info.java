/** The reboot operation. */
@NullMarked
package dev.holdfast.schemas.reboot;

import org.jspecify.annotations.NullMarked;
