package dev.holdfast.platform.atrest;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import org.jdbi.v3.core.Jdbi;

/** With what repositories encrypt their content. Thread-safe. */
public record AtRest(DataKeys keys, KeyedDigests digests) {

  /**
   * @param keyset the platform's, of which every process has the same
   */
  public AtRest(Jdbi jdbi, Keyset keyset) {
    this(new DataKeys(jdbi, keyset), new KeyedDigests(new Secrets(jdbi, keyset)));
  }
}
