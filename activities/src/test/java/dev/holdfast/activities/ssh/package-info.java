@NullMarked
package dev.holdfast.activities.ssh;

import org.jspecify.annotations.NullMarked;
