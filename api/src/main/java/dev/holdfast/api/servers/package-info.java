/** The servers that we manage. */
@NullMarked
package dev.holdfast.api.servers;

import org.jspecify.annotations.NullMarked;
