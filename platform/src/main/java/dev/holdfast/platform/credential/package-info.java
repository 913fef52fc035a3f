/** Credentials that are made for an operation and revoked at its end. */
@NullMarked
package dev.holdfast.platform.credential;

import org.jspecify.annotations.NullMarked;
