package dev.holdfast.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signed place of a chain.
 *
 * @param hash of the entry at this position, as hexadecimal digits
 * @param keyId which of the platform's keys has signed it
 * @param signature Ed25519, in Base64, of what {@link
 *     dev.holdfast.schemas.audit.AuditChain#checkpoint} says
 * @param cutSignature by the same key, of what {@link dev.holdfast.schemas.audit.AuditChain#cut}
 *     says: all up to here was deleted, being older than the audit is kept; null if it was not
 */
public record AuditCheckpoint(
    String organisation,
    long position,
    String hash,
    Instant at,
    String keyId,
    String signature,
    @Nullable String cutSignature) {}
