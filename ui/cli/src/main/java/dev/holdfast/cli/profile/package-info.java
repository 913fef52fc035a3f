/** The commands about the kept inputs of operations. */
@NullMarked
package dev.holdfast.cli.profile;

import org.jspecify.annotations.NullMarked;
