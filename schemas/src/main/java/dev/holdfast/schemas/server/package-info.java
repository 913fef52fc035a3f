/** Servers, their host keys, and how a person selects them. */
@NullMarked
package dev.holdfast.schemas.server;

import org.jspecify.annotations.NullMarked;
