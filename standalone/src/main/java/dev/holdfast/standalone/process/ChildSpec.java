package dev.holdfast.standalone.process;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A child process as it should run.
 *
 * @param configuration the text of its configuration: another text needs a restart
 * @param stopSignal as {@code kill} names it
 * @param beforeStart clears the way for a new process, with none of this part alive
 */
public record ChildSpec(
    String part,
    List<String> command,
    Map<String, String> environment,
    int port,
    String configuration,
    String stopSignal,
    Duration startTimeout,
    Probe probe,
    Step beforeStart) {

  /** Something to do that may fail. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  String fingerprint() {
    return fingerprint(String.join("\0", command) + "\0\0" + configuration);
  }

  private static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
