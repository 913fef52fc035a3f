package dev.holdfast.activities.facts;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads all the facts of a plan in one execution that changes nothing. Thread-safe.
 *
 * <p>Failures on the way are {@link SshException}s; facts that do not arrive whole are one of type
 * COMMAND_FAILED.
 */
public final class FactsReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final String SCRIPT = script();

  private final Ssh ssh;
  private final Map<String, List<String>> client;

  /**
   * @param client the algorithms that {@code ssh} offers: {@code kex}, {@code cipher}, {@code mac}
   *     and {@code key-sig}
   */
  public FactsReader(Ssh ssh, Map<String, List<String>> client) {
    this.ssh = ssh;
    this.client = Map.copyOf(client);
  }

  /** The facts of a server. */
  public Facts read(Server server, FactsQuery query) {
    ExecResult result = ssh.exec(server, Command.rootScript(render(server, query), TIMEOUT));
    int begin = result.stdout().indexOf("HOLDFAST-FACTS-BEGIN\n");
    int end = result.stdout().lastIndexOf("HOLDFAST-FACTS-END\n");
    if (begin < 0 || end < begin) {
      throw new SshException(
          FailureType.COMMAND_FAILED,
          "The facts of %s did not arrive whole (exit code %d): %s"
              .formatted(server.name(), result.exitCode(), result.stderr().strip()),
          null);
    }
    return FactsParser.parse(result.stdout().substring(begin, end), client);
  }

  static String render(Server server, FactsQuery query) {
    // Braces and no standard input: what runs in there must not read the rest of the script.
    return "login=%s users=%s keys=%s groups=%s directories=%s sudo_files=%s packages=%s sshd=%d\n{\n%s\n} </dev/null\n"
        .formatted(
            Quoting.quote(server.user()),
            words(query.users()),
            words(query.keys()),
            words(query.groups()),
            words(query.directories()),
            words(query.sudoFiles()),
            words(query.packages()),
            query.sshd() ? 1 : 0,
            SCRIPT);
  }

  /** One word of words; none of them may hold a space, which the inputs' schemas see to. */
  private static String words(Collection<String> names) {
    return Quoting.quote(String.join(" ", names));
  }

  private static String script() {
    try (InputStream in = FactsReader.class.getResourceAsStream("facts.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
