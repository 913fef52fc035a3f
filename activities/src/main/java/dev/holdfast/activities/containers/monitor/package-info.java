/** Watches the containers of servers. */
@NullMarked
package dev.holdfast.activities.containers.monitor;

import org.jspecify.annotations.NullMarked;
