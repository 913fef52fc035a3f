package dev.holdfast.platform.secret;

import dev.holdfast.platform.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The values of the secrets that are named {@code server/NAME/…}, and of the named ones that
 * operations have used there, so that they can be kept out of what is stored; up to half a minute
 * old. Thread-safe.
 */
public final class ServerSecrets {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Secrets secrets;
  private final Function<String, ? extends Collection<byte[]>> used;
  private final ConcurrentMap<String, Read> read = new ConcurrentHashMap<>();

  private record Read(long nanos, List<String> values) {
    boolean stale() {
      return System.nanoTime() - nanos > FRESH.toNanos();
    }
  }

  /**
   * @param used the values of named secrets that were used on a server, by its name
   */
  public ServerSecrets(Secrets secrets, Function<String, ? extends Collection<byte[]>> used) {
    this.secrets = secrets;
    this.used = used;
  }

  /** Reads them anew the next time, because one more is used there. */
  public void forget(String server) {
    read.remove(server);
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
          Stream.concat(
                  secrets.under("server/" + server + "/").stream(), used.apply(server).stream())
              .map(value -> new String(value, StandardCharsets.UTF_8))
              .toList();
      known = new Read(System.nanoTime(), values);
      read.put(server, known);
    }
    return known.values();
  }
}
