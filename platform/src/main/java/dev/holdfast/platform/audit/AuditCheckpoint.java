package dev.holdfast.platform.audit;

import java.time.Instant;

/**
 * A signed place of a chain.
 *
 * @param hash of the entry at this position, as hexadecimal digits
 * @param keyId which of the platform's keys has signed it
 * @param signature Ed25519, in Base64, of what {@link
 *     dev.holdfast.schemas.audit.AuditChain#checkpoint} says
 * @param cut whether what was before it is deleted, being older than the audit is kept
 */
public record AuditCheckpoint(
    String organisation,
    long position,
    String hash,
    Instant at,
    String keyId,
    String signature,
    boolean cut) {}
