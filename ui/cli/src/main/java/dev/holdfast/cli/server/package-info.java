/** Registering servers and trusting their host keys. */
@NullMarked
package dev.holdfast.cli.server;

import org.jspecify.annotations.NullMarked;
