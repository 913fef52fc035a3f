/** Tests of what the monitor of containers is told. */
@NullMarked
package dev.holdfast.schemas.containers.monitor;

import org.jspecify.annotations.NullMarked;
