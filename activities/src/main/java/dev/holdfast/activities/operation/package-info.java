/** Reading and recording operations in the platform's database. */
@NullMarked
package dev.holdfast.activities.operation;

import org.jspecify.annotations.NullMarked;
