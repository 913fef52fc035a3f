package dev.holdfast.activities.facts;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads all the facts of a plan in one execution that changes nothing. Thread-safe.
 *
 * <p>Failures on the way are {@link SshException}s; facts that do not arrive whole are one of type
 * COMMAND_FAILED.
 */
public final class FactsReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final String SCRIPT =
      FactsScripts.common() + FactsScripts.load(FactsReader.class, "facts.sh");

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
    String head = words(server, query) + KindFragments.words(query);
    String body = SCRIPT + "\n" + KindFragments.script(query) + "\necho HOLDFAST-FACTS-END\n";
    String rows = FactsScripts.rows(ssh, server, head, body, TIMEOUT);
    return FactsParser.parse(rows, client);
  }

  private static String words(Server server, FactsQuery query) {
    return "login=%s users=%s keys=%s groups=%s directories=%s sudo_files=%s packages=%s sshd=%d"
        .formatted(
            Quoting.quote(server.user()),
            words(query.users()),
            words(query.keys()),
            words(query.groups()),
            words(query.directories()),
            words(query.sudoFiles()),
            words(query.packages()),
            query.sshd() ? 1 : 0);
  }

  /** One word of words; none of them may hold a space, which the inputs' schemas see to. */
  private static String words(Collection<String> names) {
    return Quoting.quote(String.join(" ", names));
  }
}
