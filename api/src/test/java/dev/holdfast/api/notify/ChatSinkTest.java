package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.JDBI;
import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.add;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ChatSinkTest {
  @BeforeAll
  static void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void forbid() {
    SinkFixture.allowThisMachine(false);
    SinkFixture.remove("slack", "teams");
  }

  private static JsonNode posted(String type, String by) {
    try (Receiver receiver = Receiver.willing()) {
      add(
          Map.of(
              "name",
              type,
              "type",
              type,
              "settings",
              Map.of("url", receiver.url("/services/T0/canary")),
              "servers",
              List.of("sink-" + type)));
      JDBI.useTransaction(handle ->
          Outbox.record(
              handle,
              new NewEvent(
                  EventKind.SECRET_REVEALED,
                  "default",
                  "secret/db",
                  null,
                  "sink-" + type,
                  Map.of("secret", "db", "version", 3, "by", by))));
      Receiver.Got got = receiver.next();
      assertThat(OWNER.get(SinkFixture.PATH + "/" + type).body()).doesNotContain("canary");
      return got.json();
    }
  }

  @Test
  void shouldPostToSlackWithoutCallingAnybody() {
    JsonNode posted = posted("slack", "<!channel> & *ann*");

    assertThat(posted.path("text").asString()).isEqualTo("secret.revealed db");
    assertThat(posted.at("/blocks/0/text/type").asString()).isEqualTo("mrkdwn");
    assertThat(posted.at("/blocks/0/text/text").asString())
        .startsWith("*secret.revealed db*\nSomebody has read the value of a secret.\n")
        .contains("• by: &lt;!channel&gt; &amp; *ann*", "• version: 3");
  }

  @Test
  void shouldPostACardToTeams() {
    JsonNode posted = posted("teams", "[ann](https://evil.example.com)");

    assertThat(posted.path("type").asString()).isEqualTo("message");
    JsonNode card = posted.at("/attachments/0/content");
    assertThat(card.path("type").asString()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/body/0/text").asString()).isEqualTo("secret.revealed db");
    assertThat(card.at("/body/0/color").asString()).isEqualTo("Warning");
    assertThat(card.at("/body/2/facts").valueStream())
        .anySatisfy(fact ->
            assertThat(fact.path("value").asString())
                .isEqualTo("[ann] (https://evil.example.com)"));
  }
}
