/** Incidents. */
@NullMarked
package dev.holdfast.workflows.incident;

import org.jspecify.annotations.NullMarked;
