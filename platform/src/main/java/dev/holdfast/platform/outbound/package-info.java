/** Where the platform connects because somebody has named it. */
@NullMarked
package dev.holdfast.platform.outbound;

import org.jspecify.annotations.NullMarked;
