/** The kept inputs of operations, for servers and labels. */
@NullMarked
package dev.holdfast.platform.profile;

import org.jspecify.annotations.NullMarked;
