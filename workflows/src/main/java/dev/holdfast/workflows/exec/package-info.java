/** Running commands and scripts on servers. */
@NullMarked
package dev.holdfast.workflows.exec;

import org.jspecify.annotations.NullMarked;
