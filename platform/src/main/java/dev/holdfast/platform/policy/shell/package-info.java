/** Reads shell text into the simple commands that every POSIX shell would make of it. */
@NullMarked
package dev.holdfast.platform.policy.shell;

import org.jspecify.annotations.NullMarked;
