/** The platform's PostgreSQL: its pool and the version of its schema. */
@NullMarked
package dev.holdfast.platform.database;

import org.jspecify.annotations.NullMarked;
