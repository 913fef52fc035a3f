/** The connection to Temporal, with every payload encrypted. */
@NullMarked
package dev.holdfast.platform.temporal;

import org.jspecify.annotations.NullMarked;
