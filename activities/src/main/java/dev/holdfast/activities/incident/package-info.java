/** Writing what people see of incidents. */
@NullMarked
package dev.holdfast.activities.incident;

import org.jspecify.annotations.NullMarked;
