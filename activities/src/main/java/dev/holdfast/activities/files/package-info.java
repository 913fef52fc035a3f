/** Directories. */
@NullMarked
package dev.holdfast.activities.files;

import org.jspecify.annotations.NullMarked;
