@NullMarked
package dev.holdfast.platform.policy;

import org.jspecify.annotations.NullMarked;
