package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives sudo its password on standard input, so that it is on no command line, here or there.
 *
 * <p>Where sudo wants none after all (NOPASSWD), the password is read and thrown away before the
 * command runs. A password is tried once before it is used: sudo would take what follows a wrong
 * one for two more, and that may lock the account. Thread-safe.
 */
final class SudoPassword {
  private static final Duration TRYING = Duration.ofSeconds(20);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SUDO = "env LANGUAGE=C sudo -k -S -p '' -- ";

  private final Credentials credentials;
  private final Set<Tried> accepted = ConcurrentHashMap.newKeySet();

  SudoPassword(Credentials credentials) {
    this.credentials = credentials;
  }

  private record Tried(String address, int port, String user, String password) {}

  /**
   * A command and streams with which sudo gets its password; sudo is part of the command's line.
   */
  record Prepared(Command command, Streams streams) {}

  /** Runs a command of the login user, who is nobody else. */
  @FunctionalInterface
  interface Runner<E extends Exception> {
    int run(Command command, Streams streams) throws E;
  }

  /**
   * The password that becoming root takes; empty if the command needs no root, or sudo no password.
   */
  Optional<String> of(Server server, Command command) {
    return command.sudo() && !server.user().equals("root")
        ? credentials.sudoPassword(server)
        : Optional.empty();
  }

  /**
   * Makes sure that sudo accepts the password, where the command takes one.
   *
   * @throws SshException of type NO_SUDO if it does not
   */
  <E extends Exception> void check(
      Server server, Command wanted, Runner<E> runner, Failures failures) throws E {
    Optional<String> password = of(server, wanted);
    if (password.isPresent()) {
      check(server, password.get(), runner, failures);
    }
  }

  private <E extends Exception> void check(
      Server server, String password, Runner<E> runner, Failures failures) throws E {
    Tried tried = new Tried(server.address(), server.port(), server.user(), password);
    if (accepted.contains(tried)) {
      return;
    }
    BoundedOutput said = new BoundedOutput(64 << 10);
    Command command = new Command(SUDO + "true", "", false, TRYING, 64 << 10);
    int exitCode = runner.run(command, new Streams(bytes(password + "\n"), said, said));
    if (exitCode != 0) {
      throw failures.of(
          FailureType.NO_SUDO,
          "does not let %s become root with the stored password: %s. Change it: holdfast server set %s --sudo-password-file -"
              .formatted(
                  server.user(),
                  SudoLine.reason(new String(said.bytes(), StandardCharsets.UTF_8)),
                  server.name()),
          null);
    }
    accepted.add(tried);
  }

  /** The same command, by way of sudo with its password. */
  static Prepared prepare(Command command, Streams streams, String password) {
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    String mark = HexFormat.of().formatHex(random);
    // sudo has read the password, or has not: either way the mark is the last line before the
    // input.
    String loader =
        "IFS= read -r l; test \"$l\" = "
            + mark
            + " || IFS= read -r l; exec "
            + SudoLine.program(command.line());
    InputStream stdin =
        new SequenceInputStream(bytes(password + "\n" + mark + "\n"), streams.stdin());
    return new Prepared(
        new Command(
            SUDO + "sh -c " + Quoting.quote(loader),
            "",
            false,
            command.timeout(),
            command.outputLimit()),
        new Streams(stdin, streams.stdout(), streams.stderr()));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
