/** What this process measures, for Prometheus. */
@NullMarked
package dev.holdfast.api.metrics;

import org.jspecify.annotations.NullMarked;
