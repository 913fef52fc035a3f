@NullMarked
package dev.holdfast.api.encryption;

import org.jspecify.annotations.NullMarked;
