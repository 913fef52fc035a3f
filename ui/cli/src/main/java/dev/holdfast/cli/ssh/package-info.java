/** A person's own SSH client on the servers: shells, and directories mounted here. */
@NullMarked
package dev.holdfast.cli.ssh;

import org.jspecify.annotations.NullMarked;
