/** Files in the platform's database, by content. */
@NullMarked
package dev.holdfast.platform.file;

import org.jspecify.annotations.NullMarked;
