/** What every activity gets once: its step recorded, its log context, its heartbeat. */
@NullMarked
package dev.holdfast.activities.step;

import org.jspecify.annotations.NullMarked;
