package dev.holdfast.activities.ssh;

import dev.holdfast.platform.server.CredentialKind;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialTries.Answer;
import dev.holdfast.platform.server.ShownCredential;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Becomes root for commands, with the stored password where there is one.
 *
 * <p>The password is on no command line, here or there. PAM sees one attempt with a wrong one, by
 * whoever makes it: it is claimed before it is tried, a refusal is remembered, and a sudo that asks
 * again is given the end of its input. Thread-safe.
 */
final class Sudo {
  private static final Duration WAITING = Duration.ofSeconds(45);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String UNSEEN =
      "the connection was lost before sudo had answered; whether it is right is not known";

  private final Credentials credentials;
  private final CredentialGuard guard;

  Sudo(Credentials credentials, CredentialGuard guard) {
    this.credentials = credentials;
    this.guard = guard;
  }

  /** Runs a command of the login user, who is nobody else. */
  @FunctionalInterface
  interface Runner<E extends Exception> {
    int run(Command command, Streams streams) throws E;
  }

  /** Whether the password is to be tried by the caller; otherwise it is known to be accepted. */
  private boolean claim(Server server, ShownCredential password, SshFailures failures) {
    long patience = System.nanoTime() + WAITING.toNanos();
    while (true) {
      switch (guard.tries().claim(server.name(), password)) {
        case Answer.Free() -> {
          return false;
        }
        case Answer.Claimed() -> {
          return true;
        }
        case Answer.Refused(var refusal) -> throw refused(server, refusal, failures);
        case Answer.Busy() -> {
          if (System.nanoTime() > patience) {
            throw failures.of(
                FailureType.THROTTLED,
                "is busy: somebody has been trying the sudo password of %s for %d s"
                    .formatted(server.user(), WAITING.toSeconds()),
                null);
          }
          pause(failures);
        }
      }
    }
  }

  private <E extends Exception> SshException unasked(
      Server server, Runner<E> runner, SshFailures failures, int exitCode, String said) throws E {
    SudoCause cause = SudoCause.ask(server, runner, failures, exitCode, said);
    return cause
        .beforePassword()
        .orElseGet(() ->
            failures.of(
                FailureType.NO_SUDO,
                "does not let %s become root, and its sudo ended without asking for the password: %s. Look into its sudoers (visudo -c, sudo -l)."
                    .formatted(server.user(), SudoCause.reason(said)),
                null));
  }

  /**
   * Runs a command to its end, as root where it is to be.
   *
   * @return its exit code
   * @throws SshException of type NO_SUDO if sudo has not begun it
   */
  <E extends Exception> int run(
      Server server, Command wanted, Streams streams, Runner<E> runner, SshFailures failures)
      throws E {
    if (!wanted.sudo()) {
      return runner.run(wanted, streams);
    }
    if (!SudoCommand.takesSudo(server, wanted)) {
      return runner.run(SudoCommand.plain(wanted), streams);
    }
    Optional<ShownCredential> password = password(server, wanted);
    StreamEnd said = new StreamEnd(streams.stderr());
    Streams heard = new Streams(streams.stdin(), streams.stdout(), said);
    return password.isEmpty()
        ? without(server, wanted, heard, said, runner, failures)
        : with(server, password.get(), wanted, heard, said, runner, failures);
  }

  private <E extends Exception> int without(
      Server server,
      Command wanted,
      Streams streams,
      StreamEnd said,
      Runner<E> runner,
      SshFailures failures)
      throws E {
    SudoDialogue dialogue = SudoDialogue.silent(streams);
    int exitCode = runner.run(dialogue.command(wanted), dialogue.streams());
    end(dialogue);
    if (isOfCommand(dialogue, exitCode)) {
      return exitCode;
    }
    SudoCause cause = SudoCause.ask(server, runner, failures, exitCode, said.text());
    if (cause.works()) {
      return exitCode;
    }
    throw cause.withoutPassword(said.text());
  }

  private <E extends Exception> int with(
      Server server,
      ShownCredential password,
      Command wanted,
      Streams streams,
      StreamEnd said,
      Runner<E> runner,
      SshFailures failures)
      throws E {
    Semaphore turn = guard.turn(server, password);
    take(turn, wanted.timeout(), server, failures);
    AtomicBoolean mine = new AtomicBoolean(true);
    Runnable release =
        () -> {
          if (mine.getAndSet(false)) {
            turn.release();
          }
        };
    try {
      boolean claimed = claim(server, password, failures);
      Runnable accepted =
          () -> {
            if (claimed) {
              guard.tries().accepted(server.name(), password);
            }
            release.run();
          };
      SudoDialogue dialogue = SudoDialogue.of(password.value(), streams, accepted);
      boolean ended = false;
      int exitCode;
      try {
        exitCode = runner.run(dialogue.command(wanted), dialogue.streams());
        ended = true;
      } finally {
        if (claimed && !dialogue.accepted() && !(ended && dialogue.sent())) {
          notAnswered(server, password, dialogue.sent());
        }
      }
      end(dialogue);
      if (dialogue.sent() && !dialogue.accepted()) {
        throw refused(server, password, said.text(), failures);
      }
      if (isOfCommand(dialogue, exitCode)) {
        return exitCode;
      }
      throw unasked(server, runner, failures, exitCode, said.text());
    } finally {
      release.run();
    }
  }

  private void notAnswered(Server server, ShownCredential password, boolean shown) {
    if (shown) {
      guard.tries().refused(server.name(), password, UNSEEN);
    } else {
      guard.tries().notShown(server.name(), password);
    }
  }

  /** Where sudo has begun it, or something else than sudo ended it. */
  private static boolean isOfCommand(SudoDialogue dialogue, int exitCode) {
    return dialogue.begun() || exitCode == 0 || NoAnswer.isSignal(exitCode);
  }

  private Optional<ShownCredential> password(Server server, Command wanted) {
    return SudoCommand.takesSudo(server, wanted)
        ? credentials
            .sudoPassword(server)
            .map(text -> new ShownCredential(CredentialKind.SUDO_PASSWORD, server.user(), text))
        : Optional.empty();
  }

  private SshException refused(
      Server server, ShownCredential password, String said, SshFailures failures) {
    String reason = SudoCause.reason(said);
    guard.tries().refused(server.name(), password, reason);
    return refused(
        server, new CredentialRefusal(password.kind(), Instant.now(), 1, reason, null), failures);
  }

  private static SshException refused(
      Server server, CredentialRefusal refusal, SshFailures failures) {
    return failures.of(
        FailureType.NO_SUDO,
        "does not let %s become root with the stored password: %s. It was refused at %s and is not tried again, so that the account is not locked. Store the right one: holdfast server set %s --sudo-password-file -. Or have it tried once more: holdfast server check %s"
            .formatted(
                server.user(),
                refusal.reason(),
                refusal.since().truncatedTo(ChronoUnit.SECONDS),
                server.name(),
                server.name()),
        null);
  }

  private static void take(Semaphore turn, Duration patience, Server server, SshFailures failures) {
    try {
      if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failures.of(
            FailureType.THROTTLED,
            "is busy: others have been asking sudo of %s for %d s"
                .formatted(server.user(), patience.toSeconds()),
            null);
      }
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }

  private static void pause(SshFailures failures) {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }

  private static void end(SudoDialogue dialogue) {
    try {
      dialogue.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
