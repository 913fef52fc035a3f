/** Desired state: resources, facts, the changes between them, and the activities that make them. */
@NullMarked
package dev.holdfast.schemas.change;

import org.jspecify.annotations.NullMarked;
