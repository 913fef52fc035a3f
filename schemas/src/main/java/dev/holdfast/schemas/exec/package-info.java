/** Running one command or script on a selection of servers. */
@NullMarked
package dev.holdfast.schemas.exec;

import org.jspecify.annotations.NullMarked;
