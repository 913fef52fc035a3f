/** The form of the audit that whoever reads it can check. */
@NullMarked
package dev.holdfast.schemas.audit;

import org.jspecify.annotations.NullMarked;
