@NullMarked
package dev.holdfast.activities.audit;

import org.jspecify.annotations.NullMarked;
