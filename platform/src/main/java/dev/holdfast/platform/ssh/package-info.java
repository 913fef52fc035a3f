/** Keys and certificates as SSH writes them, without a connection. */
@NullMarked
package dev.holdfast.platform.ssh;

import org.jspecify.annotations.NullMarked;
