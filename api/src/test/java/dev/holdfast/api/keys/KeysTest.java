package dev.holdfast.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Another key for everything, while everything goes on. */
final class KeysTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Path FILE =
      Path.of(PLATFORM.config().keysDirectory()).resolve(Keyset.SECRETS);

  private static JsonNode current(JsonNode keys) {
    return keys.path("items")
        .valueStream()
        .filter(key -> key.path("of").asString().equals("secrets"))
        .filter(key -> key.path("current").asBoolean())
        .findFirst()
        .orElseThrow();
  }

  private static long values(String id) {
    return OWNER
        .get("/api/v1/keys")
        .json()
        .path("items")
        .valueStream()
        .filter(key -> key.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow()
        .path("values")
        .asLong();
  }

  private static Answer rotate() {
    return OWNER.post("/api/v1/keys/rotate", Map.of("of", "secrets"));
  }

  @Test
  void shouldEncryptAnewWhatIsThereAndRemoveTheOldKeyOnlyThen() throws Exception {
    PLATFORM.part(Secrets.class).put("test/before", "kept".getBytes(StandardCharsets.UTF_8));
    assertThat(
            OWNER
                .send("PUT", "/api/v1/secrets/rotated", Map.of("value", "swordfish7"), Map.of())
                .status())
        .isEqualTo(201);
    String old = current(OWNER.get("/api/v1/keys").json()).path("id").asString();
    assertThat(values(old)).isPositive();

    Answer rotated = rotate();

    String fresh = current(rotated.json()).path("id").asString();
    assertThat(fresh).isNotEqualTo(old);
    assertThat(OWNER.delete("/api/v1/keys/" + old).text("code")).isEqualTo("key-in-use");
    Files.setLastModifiedTime(FILE, FileTime.from(Instant.now().minusSeconds(120)));
    PLATFORM.part(KeyRenewal.class).renewAll();
    assertThat(values(old)).isZero();
    assertThat(values(fresh)).isPositive();
    assertThat(OWNER.delete("/api/v1/keys/" + fresh).text("code")).isEqualTo("key-in-use");
    awaitLook();
    assertThat(OWNER.delete("/api/v1/keys/" + old).status()).isEqualTo(204);
    assertThat(OWNER.delete("/api/v1/keys/" + old).status()).isEqualTo(404);
    assertThat(PLATFORM.part(Secrets.class).find("test/before"))
        .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("kept"));
    assertThat(OWNER.post("/api/v1/secrets/rotated/reveal", Map.of()).text("value"))
        .isEqualTo("swordfish7");
  }

  /** A keyset looks at its file every few seconds. */
  private static void awaitLook() {
    Keyset keyset = PLATFORM.part(Keyset.class);
    long deadline = System.nanoTime() + Keyset.STALE.multipliedBy(4).toNanos();
    while (keyset.changedAt().isAfter(Instant.now().minusSeconds(100))
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldBeMetByAnotherProcessThatHasTheFile() throws Exception {
    Keyset other = new Keyset(FILE);
    rotate();
    Keyset one = PLATFORM.part(Keyset.class);
    byte[] bound = {1};
    byte[] sealed = one.encrypt(new byte[] {7}, bound);

    assertThat(other.decrypt(sealed, bound)).containsExactly(7);
    assertThat(other.currentKeyId()).isEqualTo(one.currentKeyId());
    assertThatThrownBy(() -> other.remove(one.currentKeyId()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> other.decrypt(new byte[40], bound))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void shouldKnowEveryColumnThatAKeysetEncrypts() {
    // A table that begins to keep such values has to be renewed, too.
    List<String> sealed =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public' and data_type = 'bytea' and column_name in
                          ('ciphertext', 'wrapped', 'private_sealed', 'secret_sealed', 'hint_sealed')
                        """)
                    .mapTo(String.class)
                    .list());

    assertThat(
            KeyRenewal.COLUMNS.stream()
                .map(column -> column.table() + "." + column.column())
                .distinct())
        .containsExactlyInAnyOrderElementsOf(sealed);
  }

  @Test
  void shouldBeAMatterOfThePlatformsAdministrators() {
    Http admin = PLATFORM.user("keys-auditor", "auditor", "all");

    assertThat(admin.get("/api/v1/keys").status()).isEqualTo(403);
    assertThat(OWNER.post("/api/v1/keys/rotate", Map.of()).status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/keys").body()).doesNotContain("keyMaterial", "value\":\"");
  }
}
