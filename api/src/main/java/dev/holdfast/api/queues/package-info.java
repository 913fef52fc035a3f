/** What waits in the task queues, and which workers take it. */
@NullMarked
package dev.holdfast.api.queues;

import org.jspecify.annotations.NullMarked;
