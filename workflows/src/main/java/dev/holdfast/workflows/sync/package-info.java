/** The sync operation. */
@NullMarked
package dev.holdfast.workflows.sync;

import org.jspecify.annotations.NullMarked;
