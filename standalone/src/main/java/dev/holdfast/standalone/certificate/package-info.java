/** The certificates of the mutual TLS between the parts. */
@NullMarked
package dev.holdfast.standalone.certificate;

import org.jspecify.annotations.NullMarked;
