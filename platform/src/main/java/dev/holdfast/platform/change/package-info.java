/** Plans, the ledger of changes, and the output of the commands that made them. */
@NullMarked
package dev.holdfast.platform.change;

import org.jspecify.annotations.NullMarked;
