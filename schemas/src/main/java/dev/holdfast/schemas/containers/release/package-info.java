/** The release operation: the end of a container's quarantine. */
@NullMarked
package dev.holdfast.schemas.containers.release;

import org.jspecify.annotations.NullMarked;
