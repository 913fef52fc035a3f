/** The secrets that operations refer to. */
@NullMarked
package dev.holdfast.api.secrets;

import org.jspecify.annotations.NullMarked;
