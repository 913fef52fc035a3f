/** Files to and from servers: resumed, verified there, and put in place at once. */
@NullMarked
package dev.holdfast.activities.transfer;

import org.jspecify.annotations.NullMarked;
