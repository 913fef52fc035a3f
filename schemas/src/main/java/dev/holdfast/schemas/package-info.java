/** The contracts of the house: what workflows, activities, the API and its clients agree on. */
@NullMarked
package dev.holdfast.schemas;

import org.jspecify.annotations.NullMarked;
