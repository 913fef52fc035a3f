/** Sinks, to which events are sent, and the events on their way there. */
@NullMarked
package dev.holdfast.platform.notify;

import org.jspecify.annotations.NullMarked;
