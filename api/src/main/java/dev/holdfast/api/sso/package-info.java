/** Logins through the identity providers of organisations. */
@NullMarked
package dev.holdfast.api.sso;

import org.jspecify.annotations.NullMarked;
