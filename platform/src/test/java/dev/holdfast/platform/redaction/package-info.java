@NullMarked
package dev.holdfast.platform.redaction;

import org.jspecify.annotations.NullMarked;
