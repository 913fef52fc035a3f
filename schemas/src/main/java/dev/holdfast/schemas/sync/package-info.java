/** The sync operation: a directory to many servers. */
@NullMarked
package dev.holdfast.schemas.sync;

import org.jspecify.annotations.NullMarked;
