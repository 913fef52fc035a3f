/** Activities that only the API can do, because it decides who may do what. */
@NullMarked
package dev.holdfast.api.activities;

import org.jspecify.annotations.NullMarked;
