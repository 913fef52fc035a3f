/** Reads the servers and host keys that people have in files of other tools; touches nothing. */
@NullMarked
package dev.holdfast.cli.importing;

import org.jspecify.annotations.NullMarked;
