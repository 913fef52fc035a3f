package dev.holdfast.api.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class SharesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http ANYBODY = OWNER.as(null);
  private static final String VALUE = "<b>sword & fish</b>";

  private final String name = "share-" + UUID.randomUUID();
  private final String path = "/api/v1/secrets/" + name;

  @Test
  void shouldShowTheSecretOnceAndOnlyWhenSomebodyAsksForIt() {
    OWNER.send("PUT", path, Map.of("value", VALUE), Map.of());
    Answer made = OWNER.post(path + "/share", Map.of("seconds", 600));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String link = path(made);
    // The link leads to what was shared, whatever comes after.
    OWNER.send("PUT", path, Map.of("value", "later"), Map.of());

    for (String looking : List.of("HEAD", "GET", "GET")) {
      Answer looked = ANYBODY.send(looking, link, null, Map.of());
      assertThat(looked.status()).isEqualTo(200);
      assertThat(looked.body()).doesNotContain("sword");
      assertThat(looked.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(looked.header("Cache-Control")).contains("no-store");
    }
    Answer opened =
        ANYBODY.send(
            "POST",
            link,
            null,
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin", ANYBODY.url()));
    assertThat(opened.status()).as(opened.body()).isEqualTo(200);
    assertThat(opened.body()).contains("<pre>&lt;b&gt;sword &amp; fish&lt;/b&gt;</pre>");
    Answer again = ANYBODY.post(link, "");
    assertThat(again.status()).isEqualTo(410);
    assertThat(again.body()).doesNotContain("sword").contains("Ask for a new one");

    Map<String, String> audited = new HashMap<>();
    OWNER
        .get("/api/v1/audit?limit=100")
        .json()
        .path("items")
        .forEach(record ->
            audited.put(record.path("command").asString(), record.path("initiator").asString()));
    assertThat(audited)
        .containsEntry("open the shared secret://" + name + "@1", "link of admin")
        .containsEntry("open a shared secret", "nobody")
        .anySatisfy((text, by) ->
            assertThat(text).startsWith("secret share " + name + " # version 1, until "));
    assertThat(audited.toString()).doesNotContain(link.substring("/shared/".length()));
  }

  @Test
  void shouldShowNothingAfterItsTimeOrOfASecretThatIsGone() {
    OWNER.send("PUT", path, Map.of("value", VALUE), Map.of());
    String late = path(OWNER.post(path + "/share", Map.of()));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update named_secret_shares set expires_at = now() - interval '1 second'"));
    assertThat(ANYBODY.post(late, "").status()).isEqualTo(410);
    String orphaned = path(OWNER.post(path + "/share", Map.of()));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update named_secret_shares set created_by = 'gone' where opened_at is null"));
    assertThat(ANYBODY.post(orphaned, "").status()).as("its maker is no more").isEqualTo(410);
    String gone = path(OWNER.post(path + "/share", Map.of()));
    OWNER.delete(path);
    assertThat(ANYBODY.post(gone, "").status()).isEqualTo(410);
    assertThat(ANYBODY.get("/shared/anything").status()).isEqualTo(404);
  }

  @Test
  void shouldRefuseWhatIsWrongAndWhoMayNotShare() {
    OWNER.send("PUT", path, Map.of("value", VALUE), Map.of());

    assertThat(OWNER.post(path + "/share", Map.of("seconds", 59)).status()).isEqualTo(422);
    assertThat(OWNER.post(path + "/share", Map.of("seconds", 604_801)).status()).isEqualTo(422);
    assertThat(OWNER.post(path + "-none/share", Map.of()).text("code")).isEqualTo("unknown-secret");
    assertThat(ANYBODY.post(path + "/share", Map.of()).status()).isEqualTo(401);
    assertThat(PLATFORM.user("bob-of-shares").post(path + "/share", Map.of()).status())
        .isEqualTo(403);
  }

  @Test
  void shouldSlowDownWhoTriesManyLinks() {
    AtomicLong now = new AtomicLong(1_000_000_000L);
    FailedOpenings failed = new FailedOpenings(() -> Instant.ofEpochMilli(now.get()));
    for (int i = 0; i < 20; i++) {
      assertThat(failed.tooMany("192.0.2.1")).isFalse();
      failed.count("192.0.2.1");
    }
    assertThat(failed.tooMany("192.0.2.1")).isTrue();
    assertThat(failed.tooMany("192.0.2.2")).isFalse();
    now.addAndGet(60_000);
    assertThat(failed.tooMany("192.0.2.1")).isFalse();
  }

  private static String path(Answer made) {
    return URI.create(made.text("url")).getPath();
  }
}
