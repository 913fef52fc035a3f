package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a server tells about itself in one execution, and how that ended.
 *
 * @param stderr what was printed beside it
 * @param end in words
 */
record SelfReport(DiagnosticAnswers answers, String stderr, String end) {
  static final Duration TIMEOUT = Duration.ofSeconds(9);
  private static final String PROGRAM = program();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Asks as the login user, or as root. */
  static SelfReport of(Ssh ssh, Server server, boolean asRoot) {
    String nonce = nonce();
    // Braces and no standard input: what runs in there must not read the rest of the program.
    String script = "nonce=%s\n{\n%s\n} </dev/null 2>/dev/null\n".formatted(nonce, PROGRAM);
    StreamBeginning out = new StreamBeginning();
    StreamBeginning err = new StreamBeginning();
    String end;
    try {
      InputStream in = new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
      int code =
          ssh.stream(
              server, new Command("sh -s", "", asRoot, TIMEOUT, 0), new Streams(in, out, err));
      end = "it ended with exit code " + code;
    } catch (SshException e) {
      end = String.valueOf(e.getMessage());
    }
    return new SelfReport(DiagnosticAnswers.parse(out.text(), nonce), err.text().strip(), end);
  }

  private static String nonce() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String program() {
    try (InputStream in = SelfReport.class.getResourceAsStream("diagnose.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
