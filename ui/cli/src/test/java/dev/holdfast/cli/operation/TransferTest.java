package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TransferTest {
  /** Of "hello". */
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("GET /operations/op-01/steps", page());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldStoreAFileAndCopyIt(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("app.conf"), "hello");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    platform.answers("PUT /files", "{\"sha256\":\"" + SHA256 + "\",\"size\":5}");
    copies();

    Cli.Result result =
        cli()
            .run(
                "copy",
                "env=prod",
                file.toString(),
                "/etc/app.conf",
                "--sudo",
                "--owner",
                "root:app",
                "--via",
                "stream");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(platform.request("PUT /files").body()).isEqualTo("hello");
    JsonNode sent = Json.parse(platform.request("POST /operations").body());
    assertThat(sent)
        .isEqualTo(
            Json.parse(
                """
                {"type":"copy","selector":"env=prod","input":{"file":"%s","path":"/etc/app.conf",
                 "newMode":"0750","owner":"root:app","sudo":true,"via":"stream"}}\
                """
                    .formatted(SHA256)));
    assertThat(result.err()).contains("5 bytes via stream in 900 ms");
  }

  @Test
  void shouldNotSendWhatThePlatformHas(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "hello");
    platform.answers("HEAD /files/" + SHA256, "");
    copies();

    assertThat(cli().run("copy", "all", file.toString(), "/tmp/f").exitCode()).isZero();
    assertThat(platform.requests()).noneMatch(request -> request.method().equals("PUT"));
  }

  @Test
  void shouldKeepTheNameWhereADirectoryIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("app.conf"), "hello");
    platform.answers("HEAD /files/" + SHA256, "");
    copies();

    assertThat(cli().run("copy", "all", file.toString(), "/tmp/").exitCode()).isZero();
    assertThat(platform.request("POST /operations").body()).contains("\"path\":\"/tmp/app.conf\"");
  }

  @Test
  void shouldSayWhatCannotBeSent(@TempDir Path directory) {
    assertThat(cli().run("copy", "all", directory.toString(), "/tmp/f"))
        .satisfies(result -> {
          assertThat(result.exitCode()).isEqualTo(2);
          assertThat(result.err()).contains("is a directory", "./holdfast sync ");
        });
    assertThat(cli().run("copy", "all", directory + "/none", "/tmp/f").exitCode()).isEqualTo(2);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldWriteTheFileOfOneServer(@TempDir Path directory) throws IOException {
    fetches("web-1");
    Path target = directory.resolve("deep/syslog");

    Cli.Result result = cli().run("fetch", "web-1", "/var/log/syslog", target.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(target).hasContent("hello");
    assertThat(target.getParent()).isDirectoryNotContaining(other -> !other.equals(target));
  }

  @Test
  void shouldWriteTheFilesOfSeveralServers(@TempDir Path directory) {
    fetches("web-1", "web-2");

    cli().run("fetch", "all", "/var/log/syslog", directory.toString());

    assertThat(directory.resolve("web-1/syslog")).hasContent("hello");
    assertThat(directory.resolve("web-2/syslog")).hasContent("hello");
  }

  @Test
  void shouldReplaceOnlyWhenForced(@TempDir Path directory) throws IOException {
    fetches("web-1");
    Path target = Files.writeString(directory.resolve("f"), "mine");

    Cli.Result refused = cli().run("fetch", "web-1", "/tmp/f", target.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is here already", "--force");
    assertThat(target).hasContent("mine");

    assertThat(cli().run("fetch", "web-1", "/tmp/f", target.toString(), "--force").exitCode())
        .isZero();
    assertThat(target).hasContent("hello");
    assertThat(directory).isDirectoryNotContaining(other -> !other.equals(target));
  }

  @Test
  void shouldUnpackADirectory(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("app.conf"), "hello");
    String archive = directory.resolve("a.tar").toString();
    assertThat(
            new ProcessBuilder("tar", "-C", directory.toString(), "-cf", archive, "./app.conf")
                .start()
                .waitFor())
        .isZero();
    byte[] bytes = Files.readAllBytes(Path.of(archive));
    fetches("web-1");
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String done =
        operation(
            "succeeded",
            moved("web-1")
                .replace(SHA256, sha256)
                .replace("\"via\"", "\"warnings\":[\"tar: ./x: file changed\"],\"via\""));
    platform.answers("POST /operations", done);
    platform.answers("GET /operations/op-01", done);
    platform.answers("GET /files/" + sha256, new String(bytes, StandardCharsets.US_ASCII));
    Path here = directory.resolve("here");

    Cli.Result result = cli().run("fetch", "web-1", "/etc/app/", here.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("web-1: tar: ./x: file changed");
    assertThat(here.resolve("app.conf")).hasContent("hello");
    assertThat(directory).isDirectoryNotContaining("glob:.*");

    Cli.Result again = cli().run("fetch", "web-1", "/etc/app/", here + "/app.conf", "--force");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("a directory is never replaced");
  }

  @Test
  void shouldKeepNothingThatIsNotWhatTheServerHad(@TempDir Path directory) {
    fetches("web-1");
    platform.answers("GET /files/" + SHA256, "evil!");

    Cli.Result result = cli().run("fetch", "web-1", "/tmp/f", directory.resolve("f").toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("not what was sent");
    assertThat(directory).isEmptyDirectory();
  }

  private void copies() {
    String done = operation("succeeded", moved("web-1"));
    platform.answers("POST /operations", operation("queued"));
    platform.answers("GET /operations/op-01", done);
  }

  private void fetches(String... servers) {
    String[] moved = Arrays.stream(servers).map(TransferTest::moved).toArray(String[]::new);
    platform.answers("POST /operations", operation("succeeded", moved));
    platform.answers("GET /operations/op-01", operation("succeeded", moved));
    platform.answers("GET /files/" + SHA256, "hello");
  }

  private static String moved(String server) {
    return """
    {"name":"%s","state":"succeeded","changes":1,"unchanged":0,"planHash":null,"error":null,
     "outcome":{"bytes":5,"ofBytes":5,"sha256":"%s","via":"stream","millis":900}}\
    """
        .formatted(server, SHA256);
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
