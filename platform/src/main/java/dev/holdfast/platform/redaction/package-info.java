/** Keeps secrets out of what is stored and shown. */
@NullMarked
package dev.holdfast.platform.redaction;

import org.jspecify.annotations.NullMarked;
