package dev.holdfast.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Fixtures.Events;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class EventsTest {
  private static final Http OWNER = TestPlatform.get().owner();

  private static String operation() {
    OWNER.post("/api/v1/servers", Fixtures.server("watched"));
    return OWNER
        .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "watched"))
        .text("id");
  }

  @Test
  void shouldPushEveryStateAndCloseAfterTheLast() {
    String id = operation();
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    var events = new Events();
    OWNER.listen("/ws/v1/events?operation=" + id, events);
    assertThat(events.next().path("state").asString()).isEqualTo("awaiting-approval");

    OWNER.post(
        "/api/v1/approvals/" + id + "/approve", Map.of("planHash", ApprovableLockdown.planHash()));

    JsonNode document = events.next();
    while (!document.path("state").asString().equals("succeeded")) {
      document = events.next();
    }
    assertThat(document.path("progress").path("succeeded").asInt()).isEqualTo(1);
    assertThat(events.closes()).isTrue();
  }

  @Test
  void shouldLetNobodyListenWithoutAToken() {
    String id = operation();

    assertThatThrownBy(() -> OWNER.as(null).listen("/ws/v1/events?operation=" + id, new Events()))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void shouldRefuseAnOperationThatIsNotThere() {
    assertThatThrownBy(() -> OWNER.listen("/ws/v1/events?operation=op-none", new Events()))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
  }
}
