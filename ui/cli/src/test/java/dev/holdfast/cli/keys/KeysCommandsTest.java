package dev.holdfast.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeysCommandsTest {
  private static final String KEYS =
      """
      {"items":[{"id":"5f3a","of":"secrets","current":false,"values":12},
        {"id":"91c2","of":"secrets","current":true,"values":3},
        {"id":"77aa","of":"payloads","current":true,"values":null}]}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowEachKeyAndHowMuchItHasEncrypted() {
    platform.answers("GET /keys", KEYS);

    assertThat(Cli.at(platform.url()).run("keys", "list").out())
        .isEqualTo(
            """
            KEY   OF        STATE    ENCRYPTED
            5f3a  secrets   old      12
            91c2  secrets   current  3
            77aa  payloads  current  -
            """);
  }

  @Test
  void shouldRotateAndRemindOfTheBackup() {
    platform.answers("POST /keys/rotate", KEYS);

    Cli.Result result = Cli.at(platform.url()).run("keys", "rotate", "--payloads");

    assertThat(platform.request("POST /keys/rotate").body()).isEqualTo("{\"of\":\"payloads\"}");
    assertThat(result.err()).contains("Back up payloads.json");
  }
}
