/** Facts of a server, all in one execution. */
@NullMarked
package dev.holdfast.activities.facts;

import org.jspecify.annotations.NullMarked;
