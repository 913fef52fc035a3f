package dev.holdfast.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ContactViewTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private static JsonNode server(String contact) {
    return Json.parse("{\"contact\":" + contact + "}");
  }

  @Test
  void shouldSayWhenItWasReached() {
    JsonNode server = server("{\"state\":\"reachable\",\"reachedAt\":\"2026-11-30T11:57:00Z\"}");

    assertThat(ContactView.brief(server, NOW)).isEqualTo("yes, 3 min 0 s ago");
    assertThat(ContactView.whole(server, NOW)).contains("yes, at ", "(3 min 0 s ago)");
  }

  @Test
  void shouldSaySinceWhenItIsNotAndWhenItWasLast() {
    JsonNode server =
        server(
            """
            {"state":"unreachable","since":"2026-11-30T10:00:00Z","triedAt":"2026-11-30T11:59:50Z",
             "reachedAt":"2026-11-30T09:59:00Z"}
            """);

    assertThat(ContactView.brief(server, NOW)).isEqualTo("no, for 2 h 0 min");
    assertThat(ContactView.whole(server, NOW))
        .contains("no, since ", "(for 2 h 0 min)", "tried last at ", "reached last at ");
    assertThat(
            ContactView.whole(
                server("{\"state\":\"unreachable\",\"since\":\"2026-11-30T10:00:00Z\"}"), NOW))
        .contains("never reached before");
  }

  @Test
  void shouldSayNothingThatNobodyHasSeen() {
    assertThat(ContactView.brief(server("{\"state\":\"unknown\"}"), NOW)).isEqualTo("not tried");
    assertThat(ContactView.whole(server("{\"state\":\"unknown\"}"), NOW))
        .contains("./holdfast server check");
    assertThat(ContactView.brief(server("{}"), NOW)).isEmpty();
  }
}
