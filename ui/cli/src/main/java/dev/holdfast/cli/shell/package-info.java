/** Commands about the person and their terminal: completion, the Web UI, who one is. */
@NullMarked
package dev.holdfast.cli.shell;

import org.jspecify.annotations.NullMarked;
