/** Gates between waves that are an address. */
@NullMarked
package dev.holdfast.api.gates;

import org.jspecify.annotations.NullMarked;
