package dev.holdfast.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.change.DockerSettingsResource.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerDaemonFileTest {
  private static final Settings SETTINGS = new Settings(64_000, "10m", 3, true);

  @Test
  void shouldWriteTheSettingsWhereThereIsNoFile() {
    assertThat(text(DockerDaemonFile.read(null).with(SETTINGS)))
        .isEqualTo(
            """
            {
              "log-driver": "json-file",
              "log-opts": {
                "max-size": "10m",
                "max-file": "3"
              },
              "default-ulimits": {
                "nofile": {
                  "Name": "nofile",
                  "Hard": 64000,
                  "Soft": 64000
                }
              },
              "live-restore": true
            }
            """);
    assertThat(DockerDaemonFile.read(base64(" \n")).with(SETTINGS).settings())
        .containsEntry("default-ulimits.nofile.Hard", "64000");
  }

  @Test
  void shouldKeepWhatIsNotAskedFor() {
    DockerDaemonFile file =
        DockerDaemonFile.read(
            base64(
                """
                {"registry-mirrors": ["https://mirror"], "data-root": "/srv/docker", "mtu": 1400, "ratio": 1.5,
                 "log-opts": {"max-size": "1g", "labels": "team"},
                 "default-ulimits": {"nofile": {"Name": "nofile", "Soft": 1}, "memlock": {"Name": "memlock", "Hard": -1, "Soft": -1}}}
                """));

    assertThat(file.with(SETTINGS).settings())
        .containsAllEntriesOf(
            Map.of(
                "registry-mirrors",
                "[\"https://mirror\"]",
                "data-root",
                "/srv/docker",
                "mtu",
                "1400",
                "ratio",
                "1.5",
                "log-opts.labels",
                "team",
                "log-opts.max-size",
                "10m",
                "default-ulimits.memlock.Hard",
                "-1",
                "default-ulimits.nofile.Soft",
                "64000"));
    assertThat(file.liveRestore()).isFalse();
    assertThat(file.withLiveRestore(true).liveRestore()).isTrue();
  }

  @Test
  void shouldDropTheOptionsOfAnotherDriverOfLogs() {
    DockerDaemonFile file =
        DockerDaemonFile.read(
            base64(
                "{\"log-driver\": \"syslog\", \"log-opts\": {\"syslog-address\": \"udp://x\"}}"));

    assertThat(file.with(SETTINGS).settings())
        .containsEntry("log-driver", "json-file")
        .containsEntry("log-opts.max-file", "3")
        .doesNotContainKey("log-opts.syslog-address");
  }

  @Test
  void shouldFindNothingToChangeInWhatItWrote() {
    DockerDaemonFile written = DockerDaemonFile.read(null).with(SETTINGS);
    DockerDaemonFile read = DockerDaemonFile.read(written.base64());

    assertThat(read.with(SETTINGS).sameAs(read)).isTrue();
    assertThat(read.with(new Settings(64_000, "10m", 4, true)).sameAs(read)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                              | is not JSON (line 1",
        "{} {}                          | is not JSON",
        "{\"mtu\": 1, \"mtu\": 2}       | Duplicate",
        "[]                             | is not a JSON object",
        "\"text\"                       | is not a JSON object",
        "{\"log-opts\": []}             | has a 'log-opts' that is not a JSON object",
        "{\"default-ulimits\": \"x\"}   | has a 'default-ulimits' that is not a JSON object",
        "# a comment                    | is not JSON",
      })
  void shouldRefuseWhatTheEngineWouldNotRead(String text, String why) {
    assertThatThrownBy(() -> DockerDaemonFile.read(base64(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldRefuseWhatIsNotText() {
    assertThatThrownBy(
            () -> DockerDaemonFile.read(Base64.getEncoder().encodeToString(new byte[] {-1, -2})))
        .hasMessage("is not text in UTF-8");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DockerDaemonFile file) {
    return new String(Base64.getDecoder().decode(file.base64()), StandardCharsets.UTF_8);
  }
}
