/** Encrypts in the background what an earlier version has stored in clear. */
@NullMarked
package dev.holdfast.api.encryption;

import org.jspecify.annotations.NullMarked;
