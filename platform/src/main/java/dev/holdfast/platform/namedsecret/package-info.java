/** The secrets that people name and operations refer to. */
@NullMarked
package dev.holdfast.platform.namedsecret;

import org.jspecify.annotations.NullMarked;
