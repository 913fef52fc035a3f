/** The rotation of credentials. */
@NullMarked
package dev.holdfast.workflows.credentials;

import org.jspecify.annotations.NullMarked;
