/** The Temporal server and its web UI, run as children, or found elsewhere. */
@NullMarked
package dev.holdfast.standalone.temporal;

import org.jspecify.annotations.NullMarked;
