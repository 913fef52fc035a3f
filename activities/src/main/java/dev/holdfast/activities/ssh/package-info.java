/** The way to servers: a narrow port over SSH, with pooled connections. */
@NullMarked
package dev.holdfast.activities.ssh;

import org.jspecify.annotations.NullMarked;
