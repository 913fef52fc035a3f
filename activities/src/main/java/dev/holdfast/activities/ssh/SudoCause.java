package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Why sudo has not begun a command, found by asking the server: by exit codes and what is there,
 * never by sudo's words, which differ by version, program and language and are only quoted. Asking
 * shows sudo no password.
 */
final class SudoCause {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int LIMIT = 64 << 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * In the terminal sudo is asked what it would allow and runs nothing: one that runs something
   * there hangs about once in 500 times, and stays as root even when it is told to end, as seen
   * with sudo 1.9.13.
   */
  private static final String SCRIPT =
      """
      {
      export LC_ALL=C
      say() { printf '\\n%s %s\\n' "$n" "$*"; }
      say begin
      if ! command -v sudo >/dev/null; then
        say missing
      elif sudo -n true >/dev/null 2>&1; then
        say works
      else
        sudo -n -l true >/dev/null 2>&1 ||
          ! script -q -e -c 'sudo -n -l true' /dev/null >/dev/null 2>&1 ||
          say terminal
        now=$(date +%s)
        chage -l "$(id -un)" 2>/dev/null | while IFS=: read -r name value; do
          case $name in
            Account\\ expires*) what=account ;;
            Password\\ expires*) what=password ;;
            *) continue ;;
          esac
          case $value in
            *never*) ;;
            *[0-9]*) at=$(date -d "$value" +%s) && [ "$at" -le "$now" ] && say expired $what ;;
            *) say expired $what ;;
          esac
        done
      fi
      say end
      } </dev/null 2>/dev/null
      """;

  private final Server server;
  private final SshFailures failures;
  private final List<String> rows;

  private SudoCause(Server server, SshFailures failures, List<String> rows) {
    this.server = server;
    this.failures = failures;
    this.rows = rows;
  }

  /**
   * Asks the server.
   *
   * @param exitCode how the command ended that sudo has not begun, and what came instead
   * @throws SshException COMMAND_FAILED or UNREACHABLE if its login shell runs nothing
   */
  static <E extends Exception> SudoCause ask(
      Server server, Sudo.Runner<E> runner, SshFailures failures, int exitCode, String said)
      throws E {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String nonce = HexFormat.of().formatHex(random);
    byte[] script = ("n=" + nonce + "\n" + SCRIPT).getBytes(StandardCharsets.UTF_8);
    BoundedOutput out = new BoundedOutput(LIMIT);
    BoundedOutput err = new BoundedOutput(LIMIT);
    int code =
        runner.run(
            new Command("sh -s", "", false, TIMEOUT, LIMIT),
            new Streams(new ByteArrayInputStream(script), out, err));
    String mark = nonce + " ";
    List<String> rows =
        new String(out.bytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(mark))
            .map(line -> line.substring(mark.length()).strip())
            .toList();
    if (!rows.contains("begin")) {
      throw NoAnswer.of(server, NoAnswer.isSignal(code) ? code : exitCode, said);
    }
    return new SudoCause(server, failures, rows);
  }

  /** Whether sudo lets the login user become root now, without a password. */
  boolean works() {
    return rows.contains("works");
  }

  /** What keeps sudo from letting anybody in, whatever the password; empty if nothing does. */
  Optional<SshException> beforePassword() {
    String user = server.user();
    if (rows.contains("missing")) {
      return failure("it has no sudo. Install sudo, or log in as root");
    }
    if (rows.contains("terminal")) {
      return failure(
          "its sudo wants a terminal, which commands do not have. Put 'Defaults:%s !requiretty' into its sudoers"
              .formatted(user));
    }
    if (rows.contains("expired account")) {
      return failure(
          "the account of %s has expired. On the server, as root: chage -E -1 %s"
              .formatted(user, user));
    }
    if (rows.contains("expired password")) {
      return failure(
          "the password of %s has expired. Set a new one on the server, as root: passwd %s"
              .formatted(user, user));
    }
    return Optional.empty();
  }

  /** What to say where no password is stored and sudo does not do without. */
  SshException withoutPassword(String said) {
    return beforePassword()
        .orElseGet(() ->
            failures.of(
                FailureType.NO_SUDO,
                "does not let %s become root without a password: %s. Store it (holdfast server set %s --sudo-password-file -), give %s NOPASSWD in its sudoers, or log in as root."
                    .formatted(server.user(), reason(said), server.name(), server.user()),
                null));
  }

  private Optional<SshException> failure(String why) {
    return Optional.of(
        failures.of(
            FailureType.NO_SUDO,
            "does not let %s become root: %s.".formatted(server.user(), why),
            null));
  }

  /** sudo's last word, without what it and login scripts say before. */
  static String reason(String said) {
    return said.lines()
        .filter(line -> line.contains("sudo"))
        .reduce((_, last) -> last.strip())
        .orElseGet(() -> said.isBlank() ? "sudo refuses it" : OneLine.of(said));
  }
}
