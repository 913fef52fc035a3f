/** Containers of a server's own engine, over the connection to the server. */
@NullMarked
package dev.holdfast.activities.containers;

import org.jspecify.annotations.NullMarked;
