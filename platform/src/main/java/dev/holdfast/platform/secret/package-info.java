/** Secrets at rest, and the keys that encrypt them. */
@NullMarked
package dev.holdfast.platform.secret;

import org.jspecify.annotations.NullMarked;
