/** Files that clients bring, and get. */
@NullMarked
package dev.holdfast.api.files;

import org.jspecify.annotations.NullMarked;
