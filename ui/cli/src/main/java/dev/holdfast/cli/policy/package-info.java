/** The commands about the command policy. */
@NullMarked
package dev.holdfast.cli.policy;

import org.jspecify.annotations.NullMarked;
