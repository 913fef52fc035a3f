/** What every operation is composed of: fleet, change of a server, steering, steps, lease. */
@NullMarked
package dev.holdfast.workflows.engine;

import org.jspecify.annotations.NullMarked;
