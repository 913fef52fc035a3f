/** The platform's settings. */
@NullMarked
package dev.holdfast.api.settings;

import org.jspecify.annotations.NullMarked;
