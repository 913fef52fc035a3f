/** Incidents as people see them, and the signals that came for them. */
@NullMarked
package dev.holdfast.platform.incident;

import org.jspecify.annotations.NullMarked;
