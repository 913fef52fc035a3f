package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.KeyedDigests;

/**
 * The salts of entries: made from a key of the platform, so that whoever reads the hashes in the
 * database cannot try contents, and told with the entry to whoever may read it.
 */
final class AuditSalts {
  private final KeyedDigests digests;

  AuditSalts(KeyedDigests digests) {
    this.digests = digests;
  }

  /** As hexadecimal digits. */
  String of(long record, AuditEntry.Part part) {
    return digests
        .of("audit/salt", record + " " + part.word())
        .substring(KeyedDigests.PREFIX.length());
  }
}
