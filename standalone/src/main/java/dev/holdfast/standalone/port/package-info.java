/** The ports on which the parts of the platform listen. */
@NullMarked
package dev.holdfast.standalone.port;

import org.jspecify.annotations.NullMarked;
