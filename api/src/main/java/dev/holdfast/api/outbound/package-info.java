/** Where the platform connects to because somebody has named an address. */
@NullMarked
package dev.holdfast.api.outbound;

import org.jspecify.annotations.NullMarked;
