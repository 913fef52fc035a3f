package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every character goes to a real server and comes back, wherever a command line may carry it. */
@LabTest(servers = 1)
final class QuotingIT {
  private final Server server;
  private final Ssh ssh;

  QuotingIT(LabServer lab) {
    server = LabFixture.server(lab);
    ssh = LabFixture.ssh(lab);
  }

  @AfterEach
  void close() {
    ssh.close();
  }

  @Test
  void shouldPassEveryCharacterThroughAnArgument() {
    for (boolean sudo : List.of(false, true)) {
      List<String> arguments = values();
      String line = "printf '%s\\n-\\n' " + Quoting.quote(arguments);

      assertThat(run(line, sudo)).isEqualTo(String.join("\n-\n", arguments) + "\n-\n");
    }
  }

  @Test
  void shouldPassEveryCharacterThroughTheEnvironment() {
    for (boolean sudo : List.of(false, true)) {
      String all = String.join("", values());
      String line = "env " + Quoting.quote("VALUE=" + all) + " sh -c 'printf %s \"$VALUE\"'";

      assertThat(run(line, sudo)).isEqualTo(all);
    }
  }

  @Test
  void shouldPassEveryCharacterThroughADirectory() {
    // 255 bytes are the most of a name; a slash ends one.
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (String value : values()) {
      if (!value.contains("/")) {
        name.append(value);
        if (name.length() > 60) {
          names.add("d" + name);
          name.setLength(0);
        }
      }
    }
    names.add("d" + name);
    for (String directory : names) {
      String quoted = Quoting.quote("/tmp/quoting/" + directory);
      String line = "mkdir -p -- " + quoted + " && cd -- " + quoted + " && pwd -P && printf .";

      assertThat(run(line, false)).isEqualTo("/tmp/quoting/" + directory + "\n.");
    }
    run("rm -rf /tmp/quoting", false);
  }

  private String run(String line, boolean sudo) {
    ExecResult result =
        ssh.exec(server, new Command(line, "", sudo, Duration.ofSeconds(20), 1 << 20));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  /** Every character of one byte but NUL, of two bytes up to U+00FF, and some that are wider. */
  private static List<String> values() {
    List<String> values = new ArrayList<>();
    for (char c = 1; c < 256; c++) {
      values.add(String.valueOf(c));
    }
    values.addAll(List.of("€", "😀", "''", "a'b'c", "$(id)", "\\'", "-n", "\r\n"));
    return values;
  }
}
