/** The commands about the platform's settings. */
@NullMarked
package dev.holdfast.cli.settings;

import org.jspecify.annotations.NullMarked;
