/** Watching the containers of servers. */
@NullMarked
package dev.holdfast.schemas.containers.monitor;

import org.jspecify.annotations.NullMarked;
