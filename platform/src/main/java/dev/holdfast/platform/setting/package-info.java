/** Settings of the platform: typed, with defaults, kept in its database. */
@NullMarked
package dev.holdfast.platform.setting;

import org.jspecify.annotations.NullMarked;
