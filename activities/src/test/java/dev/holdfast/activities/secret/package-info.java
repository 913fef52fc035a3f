@NullMarked
package dev.holdfast.activities.secret;

import org.jspecify.annotations.NullMarked;
