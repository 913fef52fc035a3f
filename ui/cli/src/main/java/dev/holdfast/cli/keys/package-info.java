/** The commands about the platform's keys. */
@NullMarked
package dev.holdfast.cli.keys;

import org.jspecify.annotations.NullMarked;
