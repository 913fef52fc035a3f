/** What is found when a server is looked at from where its operations run. */
@NullMarked
package dev.holdfast.schemas.diagnosis;

import org.jspecify.annotations.NullMarked;
