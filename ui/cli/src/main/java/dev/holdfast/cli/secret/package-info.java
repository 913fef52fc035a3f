/** The commands about secrets. */
@NullMarked
package dev.holdfast.cli.secret;

import org.jspecify.annotations.NullMarked;
