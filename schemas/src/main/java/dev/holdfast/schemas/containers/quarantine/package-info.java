/** The quarantine operation: isolating a container, keeping evidence of it, and its expiry. */
@NullMarked
package dev.holdfast.schemas.containers.quarantine;

import org.jspecify.annotations.NullMarked;
