/** The server-setup operation. */
@NullMarked
package dev.holdfast.workflows.serversetup;

import org.jspecify.annotations.NullMarked;
