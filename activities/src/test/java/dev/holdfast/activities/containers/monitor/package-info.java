/** Tests of the monitor of containers. */
@NullMarked
package dev.holdfast.activities.containers.monitor;

import org.jspecify.annotations.NullMarked;
