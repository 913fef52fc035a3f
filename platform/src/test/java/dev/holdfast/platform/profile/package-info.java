@NullMarked
package dev.holdfast.platform.profile;

import org.jspecify.annotations.NullMarked;
