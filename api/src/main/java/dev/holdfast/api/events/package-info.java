/** News of operations over WebSocket. */
@NullMarked
package dev.holdfast.api.events;

import org.jspecify.annotations.NullMarked;
