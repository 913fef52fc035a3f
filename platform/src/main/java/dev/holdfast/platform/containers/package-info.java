/** What the platform knows of containers on servers. */
@NullMarked
package dev.holdfast.platform.containers;

import org.jspecify.annotations.NullMarked;
