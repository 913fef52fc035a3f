/** Payloads decrypted for the Temporal Web UI. */
@NullMarked
package dev.holdfast.api.codec;

import org.jspecify.annotations.NullMarked;
