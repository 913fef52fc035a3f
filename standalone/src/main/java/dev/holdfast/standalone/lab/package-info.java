/** The {@code lab} command: Debian servers in containers, registered with the platform. */
@NullMarked
package dev.holdfast.standalone.lab;

import org.jspecify.annotations.NullMarked;
