/** TLS of our own clients, from files in PEM. */
@NullMarked
package dev.holdfast.platform.tls;

import org.jspecify.annotations.NullMarked;
