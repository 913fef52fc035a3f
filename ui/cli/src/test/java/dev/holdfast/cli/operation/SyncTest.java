package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.Documents.planless;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SyncTest {
  /** Of "hello". */
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldStoreWhatIsMissingAndTheListOfAll(@TempDir Path directory) throws Exception {
    Path sub = Files.createDirectory(directory.resolve("sub"));
    Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("rwxr-x---"));
    Path file = Files.writeString(sub.resolve("a\nb"), "hello");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(file, FileTime.from(1_700_000_000, TimeUnit.SECONDS));
    Files.createSymbolicLink(sub.resolve("link"), Path.of("../nowhere"));
    Files.createDirectory(directory.resolve("cache"));
    Files.writeString(directory.resolve("cache/x"), "excluded");
    String manifest =
        """
        {"path":"sub","type":"directory","mode":"0750"}
        {"path":"sub/a\\nb","type":"file","mode":"0640","size":5,"modifiedAt":1700000000,"sha256":"%s"}
        {"path":"sub/link","type":"link","target":"../nowhere"}
        """
            .formatted(SHA256);
    List<String> lines = manifest.lines().toList();
    List<String> other = List.of(lines.get(0), lines.get(2), lines.get(1));
    String swapped = String.join("\n", other) + "\n";
    platform.answers("HEAD /files/" + SHA256, "");
    platform.answers("HEAD /files/" + sha256(manifest), "");
    platform.answers("HEAD /files/" + sha256(swapped), "");
    ends("", false);

    Cli.Result result =
        cli()
            .run(
                "sync",
                "env=prod",
                directory.toString(),
                "/srv/www/",
                "--delete",
                "--exclude",
                "cache",
                "--sudo",
                "--owner",
                "www-data");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode sent = Json.parse(platform.request("POST /operations").body());
    assertThat(sent.path("type").asString()).isEqualTo("sync");
    assertThat(sent.path("input").path("manifest").asString())
        .isIn(sha256(manifest), sha256(swapped));
    assertThat(sent.path("input").path("path").asString()).isEqualTo("/srv/www");
    assertThat(sent.path("input").path("delete").asBoolean()).isTrue();
    assertThat(sent.path("input").path("exclude").toString()).isEqualTo("[\"cache\"]");
    assertThat(sent.path("input").path("owner").asString()).isEqualTo("www-data");
    assertThat(sent.has("dryRun")).isFalse();
  }

  @Test
  void shouldShowWhatADryRunFound(@TempDir Path directory) throws Exception {
    platform.answers("HEAD /files/" + sha256(""), "");
    ends("~ index.html (5 bytes)", true);

    Cli.Result result = cli().run("sync", "all", directory.toString(), "/srv/www", "--dry-run");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(platform.request("POST /operations").body()).path("dryRun").asBoolean())
        .isTrue();
    assertThat(result.out()).contains("web-1", "~ index.html (5 bytes)");
    assertThat(result.err()).contains("WOULD CHANGE");
  }

  @Test
  void shouldSayWhatCannotBeSent(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "x");
    assertThat(cli().run("sync", "all", file.toString(), "/srv").exitCode()).isEqualTo(2);
    assertThat(cli().run("sync", "all", directory + "/none", "/srv").exitCode()).isEqualTo(2);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldRefuseAPatternThatCannotMatchBeforeAnythingIsSent(@TempDir Path directory) {
    String whole = directory.resolve("uploads").toString();
    for (String pattern : List.of("./uploads", "{a,b}", "!x", "", "[x", "a//b", whole)) {
      Cli.Result result =
          cli()
              .run("sync", "all", directory.toString(), "/srv", "--delete", "--exclude=" + pattern);

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains("'" + pattern + "'");
    }
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldNotLookIntoWhatIsExcluded(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("a/uploads"));
    Files.createDirectories(directory.resolve("uploads"));
    Files.writeString(directory.resolve("uploads/big"), "never read");
    String manifest =
        """
        {"path":"a","type":"directory","mode":"%s"}
        """
            .formatted(mode(directory.resolve("a")));
    platform.answers("HEAD /files/" + sha256(manifest), "");
    ends("", false);

    Cli.Result result =
        cli().run("sync", "all", directory.toString(), "/srv/www", "--exclude", "uploads/");

    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static String mode(Path path) throws IOException {
    return "%04o".formatted((int) Files.getAttribute(path, "unix:mode") & 0777);
  }

  private void ends(String said, boolean dryRun) {
    String done =
        operation(
            "succeeded",
            """
            {"name":"web-1","state":"succeeded","changes":1,"unchanged":2,"planHash":null,
             "error":null,"outcome":{"files":1,"bytes":5,"deleted":0}}\
            """);
    done = planless(done, "sync").replace("\"dryRun\":" + !dryRun, "\"dryRun\":" + dryRun);
    platform.answers("POST /operations", done);
    platform.answers("GET /operations/op-01", done);
    platform.answers("GET /operations/op-01/steps", page());
    platform.answers(
        "GET /operations/op-01/logs",
        page(
            "{\"server\":\"web-1\",\"step\":\"compare\",\"stream\":\"stdout\",\"text\":\""
                + said
                + "\\n\"}"),
        page());
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

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
