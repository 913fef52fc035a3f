package dev.holdfast.activities.access;

import dev.holdfast.activities.facts.FactsScripts;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.sshd.SshdCandidate;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;

/**
 * Finds in one execution, which changes nothing, who loses access through a change of sshd.
 * Thread-safe.
 */
public final class AccessReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final String CONTENT_OF = "content_of() { printf %s \"$1\" | base64 -d; }\n";
  private static final String SCRIPT = FactsScripts.load(AccessReader.class, "access.sh");

  private final Ssh ssh;

  public AccessReader(Ssh ssh) {
    this.ssh = ssh;
  }

  /**
   * What becomes of the ways into a server.
   *
   * @throws SshException also of type REFUSED where sshd would not start with these files
   */
  public RemainingAccess read(Server server, Resource.Sshd desired) {
    String body = FactsScripts.common() + CONTENT_OF + SshdCandidate.of(desired) + SCRIPT;
    String rows = FactsScripts.rows(ssh, server, "", body, TIMEOUT);
    AccessParser.refusal(rows)
        .ifPresent(said -> {
          throw new SshException(
              FailureType.REFUSED,
              "sshd of %s would not start with the changed configuration: %s"
                  .formatted(server.name(), said),
              null);
        });
    return AccessJudge.judge(AccessParser.parse(rows));
  }
}
