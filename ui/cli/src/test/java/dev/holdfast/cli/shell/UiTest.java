package dev.holdfast.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.Test;

class UiTest {

  @Test
  void shouldPrintTheLinkAloneWhereThereIsNoDisplay() {
    try (TestPlatform platform = new TestPlatform()) {
      String link = "http://127.0.0.1:8080/auth/one-time?token=t&to=temporal";
      platform.answers("POST /auth/links", "{\"url\":\"" + link + "\"}");

      Cli.Result result = Cli.at(platform.url()).run("ui", "temporal");

      assertThat(result.out()).isEqualTo(link + "\n");
      assertThat(result.err()).contains("works once");
      assertThat(Json.parse(platform.request("POST /auth/links").body()))
          .isEqualTo(Json.parse("{\"to\":\"temporal\"}"));
    }
  }
}
