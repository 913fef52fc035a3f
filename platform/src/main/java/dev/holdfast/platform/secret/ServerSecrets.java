package dev.holdfast.platform.secret;

import dev.holdfast.platform.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The values of the secrets that are named {@code server/NAME/…}, so that they can be kept out of
 * what is stored; up to half a minute old. Thread-safe.
 */
public final class ServerSecrets {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Secrets secrets;
  private final ConcurrentMap<String, Read> read = new ConcurrentHashMap<>();

  private record Read(long nanos, List<String> values) {
    boolean stale() {
      return System.nanoTime() - nanos > FRESH.toNanos();
    }
  }

  public ServerSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Masks a server's secrets, and what looks like one. */
  public Redactor redactor(String server) {
    return new Redactor(of(server));
  }

  /** The values of a server's secrets, read as UTF-8. */
  public List<String> of(String server) {
    Read known = read.get(server);
    if (known == null || known.stale()) {
      List<String> values =
          secrets.under("server/" + server + "/").stream()
              .map(value -> new String(value, StandardCharsets.UTF_8))
              .toList();
      known = new Read(System.nanoTime(), values);
      read.put(server, known);
    }
    return known.values();
  }
}
