/** The container-control operation: starting, stopping, restarting and removing containers. */
@NullMarked
package dev.holdfast.schemas.containers.control;

import org.jspecify.annotations.NullMarked;
