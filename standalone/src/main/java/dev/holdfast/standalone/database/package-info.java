/** PostgreSQL and Redis, run as children. */
@NullMarked
package dev.holdfast.standalone.database;

import org.jspecify.annotations.NullMarked;
