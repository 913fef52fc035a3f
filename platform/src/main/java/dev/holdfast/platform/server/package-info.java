/** The servers that we manage. */
@NullMarked
package dev.holdfast.platform.server;

import org.jspecify.annotations.NullMarked;
