/** The lease of a server, as a workflow. */
@NullMarked
package dev.holdfast.workflows.lease;

import org.jspecify.annotations.NullMarked;
