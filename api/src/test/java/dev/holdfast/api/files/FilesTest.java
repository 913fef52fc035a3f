package dev.holdfast.api.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.encryption.BackgroundEncryption;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.Priority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class FilesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @Test
  void shouldGiveBackWhatItTook() throws Exception {
    String content = "größe".repeat(500_000);

    Answer stored = put(OWNER, UUID.randomUUID(), 0, content);

    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    assertThat(stored.text("sha256")).isEqualTo(sha256(content));
    assertThat(stored.json().path("size").asLong())
        .isEqualTo(content.getBytes(StandardCharsets.UTF_8).length);
    String path = "/api/v1/files/" + sha256(content);
    assertThat(OWNER.get(path).body()).isEqualTo(content);
    assertThat(OWNER.get(path + "?offset=3499993").body()).isEqualTo("größe");
    assertThat(OWNER.send("HEAD", path, null, Map.of()).header("Content-Length"))
        .isEqualTo("3500000");
  }

  @Test
  void shouldTakeAnEmptyFileAndTheSameFileTwice() throws Exception {
    assertThat(put(OWNER, UUID.randomUUID(), 0, "").status()).isEqualTo(200);

    Answer again = put(OWNER, UUID.randomUUID(), 0, "");

    assertThat(again.text("sha256")).isEqualTo(sha256(""));
    assertThat(OWNER.get("/api/v1/files/" + sha256("")).body()).isEmpty();
  }

  @Test
  void shouldGoOnWithAnUploadThatBrokeOff() throws Exception {
    String content = "0123456789".repeat(400_000);
    UUID upload = UUID.randomUUID();
    breakOff(upload, content, 2_500_000);

    long there = received(upload);
    Answer wrong = put(OWNER, upload, there - 1, content.substring((int) there - 1));
    Answer rest = put(OWNER, upload, there, content.substring((int) there));

    assertThat(there).isEqualTo(2 << 20);
    assertThat(wrong.status()).isEqualTo(409);
    assertThat(wrong.text("code")).isEqualTo("wrong-offset");
    assertThat(rest.text("sha256")).isEqualTo(sha256(content));
    assertThat(OWNER.get("/api/v1/files/" + sha256(content)).body()).isEqualTo(content);
  }

  @Test
  void shouldKeepFilesFromOthers() throws Exception {
    Http other = OWNER.as(otherUser());
    put(OWNER, UUID.randomUUID(), 0, "a secret");

    assertThat(other.get("/api/v1/files/" + sha256("a secret")).status()).isEqualTo(404);
    Answer start =
        other.post(
            "/api/v1/operations",
            Map.of(
                "type",
                "copy",
                "selector",
                "all",
                "input",
                Map.of("file", sha256("a secret"), "path", "/tmp/x")));
    assertThat(start.status()).isEqualTo(422);
    assertThat(start.body()).contains("of yours");
    put(other, UUID.randomUUID(), 0, "a secret");
    assertThat(other.get("/api/v1/files/" + sha256("a secret")).body()).isEqualTo("a secret");
  }

  @Test
  void shouldTakeOnlyWhatCanBeUndoneAsTheContentOfAFileAndNothingInAProfile() throws Exception {
    put(OWNER, UUID.randomUUID(), 0, "welcome");
    put(OWNER, UUID.randomUUID(), 0, "x".repeat((256 << 10) + 1));

    Answer large =
        OWNER.post(
            "/api/v1/operations", setup(sha256("x".repeat((256 << 10) + 1)), "selector", "all"));
    Answer kept =
        OWNER.send(
            "PUT",
            "/api/v1/profiles",
            setup(sha256("welcome"), "target", "stored=files"),
            Map.of());
    Answer unknown = OWNER.post("/api/v1/operations", setup(sha256("never"), "selector", "all"));

    assertThat(large.status()).isEqualTo(422);
    assertThat(large.body()).contains("has 262145 bytes, and may have 262144", "use copy");
    assertThat(kept.status()).isEqualTo(422);
    assertThat(kept.body()).contains("a profile outlives the stored file");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.body()).contains("of yours");
  }

  private static Map<String, Object> setup(String sha256, String key, String value) {
    return Map.of(
        key.equals("target") ? "operation" : "type",
        "server-setup",
        key,
        value,
        "input",
        Map.of("files", List.of(Map.of("path", "/etc/motd", "stored", sha256))));
  }

  @Test
  void shouldRefuseAnInputThatItsRecordRefuses() throws Exception {
    put(OWNER, UUID.randomUUID(), 0, "x");
    Answer start =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type",
                "copy",
                "selector",
                "all",
                "input",
                Map.of("file", sha256("x"), "path", "/tmp/x", "owner", "root")));

    assertThat(start.status()).isEqualTo(422);
    assertThat(start.body()).contains("set sudo, too");
  }

  @Test
  void shouldRefuseAPatternThatCanNeverMatch() throws Exception {
    put(OWNER, UUID.randomUUID(), 0, "x");

    for (String pattern : List.of("./uploads", "{a,b}", "!x", "a//b", "/srv/www/uploads")) {
      Answer start = OWNER.post("/api/v1/operations", sync(pattern));

      assertThat(start.status()).isEqualTo(422);
      assertThat(start.body()).contains("the pattern '" + pattern + "'");
    }
    assertThat(OWNER.post("/api/v1/operations", sync("uploads/")).body())
        .doesNotContain("the pattern");
  }

  private static Map<String, Object> sync(String pattern) {
    return Map.of(
        "type",
        "sync",
        "selector",
        "all",
        "input",
        Map.of("manifest", sha256("x"), "path", "/srv/www", "exclude", List.of(pattern)));
  }

  @Test
  void shouldSweepWhatNobodyNeeds() throws Exception {
    FileStore files = PLATFORM.part(FileStore.class);
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    put(OWNER, UUID.randomUUID(), 0, "not needed");
    put(OWNER, UUID.randomUUID(), 0, "needed");
    PLATFORM
        .part(Operations.class)
        .insert(
            new NewOperation(
                "op-keeps",
                "copy",
                Priority.NORMAL,
                false,
                "x",
                "all",
                "{\"file\":\"" + sha256("needed") + "\"}",
                new OperationSettings(true, 1, 0),
                null,
                "sha",
                List.of()));
    long needed = files.find("default", sha256("needed")).orElseThrow().id();
    long notNeeded = files.find("default", sha256("not needed")).orElseThrow().id();
    jdbi.useHandle(handle -> {
      handle.execute(
          "update files set expires_at = now() - interval '1 minute' where id in (?, ?)",
          needed,
          notNeeded);
      handle.execute(
          "update operations set state = 'succeeded', ended_at = now() where id = 'op-keeps'");
    });

    files.sweep();

    assertThat(files.find("default", sha256("needed"))).isPresent();
    assertThat(files.find("default", sha256("not needed"))).isEmpty();
  }

  @Test
  void shouldKeepWhatAnOperationOfAnEarlierVersionNeeds() throws Exception {
    FileStore files = PLATFORM.part(FileStore.class);
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    put(OWNER, UUID.randomUUID(), 0, "needed earlier");
    long id = files.find("default", sha256("needed earlier")).orElseThrow().id();
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          insert into operations (id, organisation_id, type, state, priority, dry_run, initiator, selector, input, input_sha256)
          values ('op-earlier', 'default', 'copy', 'running', 'normal', false, 'x', 'all',
            jsonb_build_object('file', cast(? as text)), '')
          """,
          sha256("needed earlier"));
      handle.execute("update files set expires_at = now() - interval '1 minute' where id = ?", id);
    });

    files.sweep();
    assertThat(count("id = " + id)).isOne();
    PLATFORM.part(BackgroundEncryption.class).encryptAll();
    files.sweep();
    assertThat(count("id = " + id)).isOne();

    jdbi.useHandle(handle ->
        handle.execute(
            """
            update operations set state = 'succeeded', ended_at = now() - interval '2 days'
            where id = 'op-earlier'
            """));
    files.sweep();
    assertThat(count("id = " + id)).isZero();
  }

  private static int count(String where) {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from files where " + where)
                .mapTo(Integer.class)
                .one());
  }

  private static Answer put(Http caller, UUID upload, long offset, String content) {
    return caller.send(
        "PUT", "/api/v1/files?upload=" + upload + "&offset=" + offset, content, Map.of());
  }

  private static long received(UUID upload) {
    return OWNER.get("/api/v1/files/uploads/" + upload).json().path("offset").asLong();
  }

  /** A client that dies; waits until the server has taken what it had sent. */
  private static void breakOff(UUID upload, String content, int after) throws IOException {
    URI url = URI.create(OWNER.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /api/v1/files?upload=%s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(upload, url.getHost(), url.getPort(), ownToken(), content.length());
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(content.substring(0, after).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (received(upload) < 2 << 20) {
        assertThat(System.nanoTime()).as("bytes that arrive").isLessThan(deadline);
      }
    }
  }

  private static String ownToken() {
    String caller = OWNER.get("/api/v1/me").text("name");
    return PLATFORM.part(Tokens.class).issue(caller, TokenKind.CLI, null);
  }

  private static String otherUser() {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into users (name, admin, organisation_id) values ('other', true, 'default')
                on conflict do nothing
                """));
    return PLATFORM.part(Tokens.class).issue("other", TokenKind.CLI, null);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
