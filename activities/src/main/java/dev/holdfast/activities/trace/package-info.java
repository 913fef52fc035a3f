/** Traces of what operations do, for OpenTelemetry. */
@NullMarked
package dev.holdfast.activities.trace;

import org.jspecify.annotations.NullMarked;
