/** Around every way to a server: nothing is done there that is not written down. */
@NullMarked
package dev.holdfast.activities.audit;

import org.jspecify.annotations.NullMarked;
