/** Who calls: bearer tokens, one-time links, browser sessions. */
@NullMarked
package dev.holdfast.api.auth;

import org.jspecify.annotations.NullMarked;
