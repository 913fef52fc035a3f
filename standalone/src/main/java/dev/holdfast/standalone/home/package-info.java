/** The directory in which an installation keeps everything, and who owns it. */
@NullMarked
package dev.holdfast.standalone.home;

import org.jspecify.annotations.NullMarked;
