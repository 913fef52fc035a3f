/** Transfers of files: what copy, fetch and sync ask of a server. */
@NullMarked
package dev.holdfast.schemas.transfer;

import org.jspecify.annotations.NullMarked;
