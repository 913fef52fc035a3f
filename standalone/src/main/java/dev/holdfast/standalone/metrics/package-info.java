/** The metrics of a process that has no API of its own. */
@NullMarked
package dev.holdfast.standalone.metrics;

import org.jspecify.annotations.NullMarked;
