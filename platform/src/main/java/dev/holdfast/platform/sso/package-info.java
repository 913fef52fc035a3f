/** Logins through the identity providers of organisations. */
@NullMarked
package dev.holdfast.platform.sso;

import org.jspecify.annotations.NullMarked;
