package dev.holdfast.activities.ssh;

import dev.holdfast.platform.server.CredentialKind;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.platform.server.CredentialTries.Answer;
import dev.holdfast.platform.server.ShownCredential;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Keeps credentials from being shown to servers that refuse them; shared by all ways to servers of
 * a worker. Thread-safe.
 */
public final class CredentialGuard {
  private final CredentialTries tries;
  private final ConcurrentMap<Turn, Semaphore> turns = new ConcurrentHashMap<>();

  private record Turn(String server, ShownCredential credential) {}

  /**
   * @param tries what is known of credentials, here and elsewhere
   */
  public CredentialGuard(CredentialTries tries) {
    this.tries = tries;
  }

  /** One that knows of nobody else. */
  public static CredentialGuard ofProcess() {
    return new CredentialGuard(new MemoryOfTries());
  }

  CredentialTries tries() {
    return tries;
  }

  /**
   * Lets one at a time show an accepted password: should it have changed on the server, the others
   * learn of it before they show it too.
   */
  Semaphore turn(Server server, ShownCredential password) {
    return turns.computeIfAbsent(new Turn(server.name(), password), _ -> new Semaphore(1, true));
  }

  /**
   * Connects unless the server is known to refuse the login, which is tried again after a pause.
   *
   * @throws SshException of type AUTHENTICATION if it is not to be tried now
   */
  <C> C login(Server server, Credentials credentials, Supplier<C> connect) {
    ShownCredential key = key(server, credentials);
    return switch (tries.claim(server.name(), key)) {
      case Answer.Free() -> told(server, key, connect);
      case Answer.Claimed() -> told(server, key, connect);
      case Answer.Busy() ->
          throw notTried(server, "was refused, and somebody else is trying it right now");
      case Answer.Refused(var refusal) ->
          throw notTried(
              server,
              "was refused at %s and is tried again at %s"
                  .formatted(
                      refusal.since().truncatedTo(ChronoUnit.SECONDS),
                      refusal.nextTry() == null
                          ? "no time of its own"
                          : refusal.nextTry().truncatedTo(ChronoUnit.SECONDS)));
    };
  }

  /** Connects whatever is known of the login: whether it works is what a proof is to show. */
  <C> C proof(Server server, Credentials credentials, Supplier<C> connect) {
    return told(server, key(server, credentials), connect);
  }

  private <C> C told(Server server, ShownCredential key, Supplier<C> connect) {
    boolean told = false;
    try {
      C connection = connect.get();
      told = true;
      tries.accepted(server.name(), key);
      return connection;
    } catch (SshException e) {
      if (e.loginRefused()) {
        told = true;
        tries.refused(server.name(), key, String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      if (!told) {
        tries.notShown(server.name(), key);
      }
    }
  }

  private static ShownCredential key(Server server, Credentials credentials) {
    String agent = server.access().agent();
    HostKey certificate = server.access().certificate();
    String key = agent == null ? credentials.privateKey(server) : "agent " + agent;
    return new ShownCredential(
        CredentialKind.LOGIN_KEY,
        server.user(),
        certificate == null ? key : key + "\n" + certificate.line());
  }

  private static SshException notTried(Server server, String why) {
    return new SshFailures(server, server.port())
        .of(
            FailureType.AUTHENTICATION,
            "is not logged in to now: the login of %s %s. Once it is let in: holdfast server check %s tries it at once"
                .formatted(server.user(), why, server.name()),
            null);
  }
}
