package dev.holdfast.cli.server;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCommandsTest {
  private static final String WEB_1 =
      """
      {"name":"web-1","address":"192.0.2.7","port":2222,"user":"admin","credential":"server/web-1",
       "labels":{"role":"web","env":"prod"},"region":null,
       "hostKeys":[{"type":"ssh-ed25519","key":"AAAA","fingerprint":"SHA256:abc"}]}\
      """;
  private static final String FINGERPRINT = "SHA256:" + "A".repeat(43);

  @TempDir private Path directory;
  private final TestPlatform platform = new TestPlatform().answers("POST /servers", WEB_1);

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldRegisterAServerWithItsKeyAndTrust() throws Exception {
    Path key = key("");

    Cli.Result result =
        add(key, "--label", "env=prod", "--label", "role=web", "--trust", FINGERPRINT);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("192.0.2.7:2222", "SHA256:abc (ssh-ed25519)");
    var sent = Json.parse(platform.request("POST /servers").body());
    assertThat(sent.path("key").asString()).isEqualTo(Files.readString(key));
    assertThat(sent.path("address").asString()).isEqualTo("192.0.2.7");
    assertThat(sent.path("port").asInt()).isEqualTo(2222);
    assertThat(sent.path("trust").asString()).isEqualTo(FINGERPRINT);
    assertThat(sent.path("labels")).isEqualTo(Json.parse("{\"env\":\"prod\",\"role\":\"web\"}"));
  }

  @Test
  void shouldSendTheSudoPasswordFromAFileOrStandardInput() throws Exception {
    Path key = key("");
    Path password = Files.writeString(directory.resolve("pw"), "pässword \r\nmore\n");

    add(key, "--trust-on-first-use", "--sudo-password-file", password.toString());
    assertThat(Json.parse(platform.request("POST /servers").body()).path("sudoPassword").asString())
        .isEqualTo("pässword ");

    refused(
        add(key, "--trust-on-first-use", "--sudo-password-file", directory + "/none"),
        "--sudo-password-file: " + directory + "/none does not exist");
    refused(
        add(key, "--trust-on-first-use", "--sudo-password-file", "-"),
        "--sudo-password-file: standard input holds nothing");
    assertThat(platform.requests()).hasSize(1);
  }

  @Test
  void shouldSendKnownHostKeysAsTheyAre() throws Exception {
    add(
        key(""),
        "--host-key",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me",
        "--host-key",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB");

    assertThat(Json.parse(platform.request("POST /servers").body()).path("hostKeys")).hasSize(2);
  }

  @Test
  void shouldExplainTrustAndSendNothingWithoutIt() throws Exception {
    Cli.Result result = add(key(""));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("nothing says which host key is the right one")
        .contains("ssh-keygen -lf", "--trust-on-first-use");
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldFindWrongKeysBeforeAnythingIsSent() throws Exception {
    Path key = key("");
    Path notAKey = Files.writeString(directory.resolve("note"), "hello\n");

    refused(add(Path.of(key + ".pub"), "--trust-on-first-use"), "is the public key");
    refused(add(notAKey, "--trust-on-first-use"), "holds no private key");
    refused(add(directory.resolve("none"), "--trust-on-first-use"), "does not exist");
    refused(add(directory, "--trust-on-first-use"), "is not a key file");
    refused(add(key("a passphrase"), "--trust-on-first-use"), "is locked by a passphrase");
    refused(
        add(key, "--trust-on-first-use", "--passphrase-file", notAKey.toString()), "needs none");
    refused(add(key, "--trust-on-first-use", "--agent"), "two ways to log in");
    refused(add(key, "--ca", key.toString()), "holds a line that is not a public key");
    refused(add(key, "--trust", "SHA256:short"), "is not a SHA-256 fingerprint");
    refused(add(key, "--host-key", "nonsense"), "is not a public key");
    refused(add(key, "--trust-on-first-use", "--trust", FINGERPRINT), "three ways");
    assertThat(platform.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "web-1.example.org,web-1.example.org,22",
    "192.0.2.7:2222,192.0.2.7,2222",
    "2001:db8::7,2001:db8::7,22",
    "[2001:db8::7]:2222,2001:db8::7,2222"
  })
  void shouldUnderstandAddresses(String text, String address, int port) {
    var request = ServerAddRequest.of(new TypedServer("a", text, "root", Map.of(), null, null));

    assertThat(request.path("address").asString()).isEqualTo(address);
    assertThat(request.path("port").asInt()).isEqualTo(port);
  }

  @Test
  void shouldListServersAsATidyTable() {
    platform.answers("GET /servers", page(WEB_1));

    Cli.Result result = cli().run("server", "list", "env=prod,!web-3");

    assertThat(result.out())
        .isEqualTo(
            """
            NAME   ADDRESS         USER   REACHABLE  LABELS
            web-1  192.0.2.7:2222  admin  -          env=prod role=web
            """);
    assertThat(platform.request("GET /servers").path())
        .isEqualTo("/servers?selector=env%3Dprod%2C%21web-3");
  }

  @Test
  void shouldSayHowToBeginWhereThereAreNoServers() {
    platform.answers("GET /servers", page());

    assertThat(cli().run("server", "list").err()).contains("./holdfast server add --help");
    assertThat(cli().run("server", "list", "-o", "json").out().strip()).isEqualTo("[ ]");
  }

  @Test
  void shouldSendEverythingAboutTheWayToAServer() throws Exception {
    Path locked = key("secret");
    Path passphrase = Files.writeString(directory.resolve("pass"), "secret\n");

    Cli.Result result =
        add(
            locked,
            "--passphrase-file",
            passphrase.toString(),
            "--ca",
            locked + ".pub",
            "--jump",
            "bastion",
            "--adapter",
            "mina");

    assertThat(result.exitCode()).as(result.err()).isZero();
    var sent = Json.parse(platform.request("POST /servers").body());
    assertThat(sent.path("passphrase").asString()).isEqualTo("secret");
    assertThat(sent.path("jump").asString()).isEqualTo("bastion");
    assertThat(sent.path("adapter").asString()).isEqualTo("mina");
    assertThat(sent.path("authorities").get(0).asString()).startsWith("ssh-ed25519 AAAA");
    assertThat(sent.has("trust")).isFalse();
  }

  @Test
  void shouldChangeWhatIsNamedAndNothingElse() {
    platform.answers("PATCH /servers/web-1", WEB_1);
    platform.answers("GET /servers/web-1", "{\"revoked\":[\"SHA256:a\",\"SHA256:b\"]}");

    cli().run("server", "set", "web-1", "--address", "10.0.0.7", "--no-jump", "--label", "a=b");
    cli().run("server", "set", "web-1", "--no-label", "a", "--agent", "--no-ca");
    Cli.Result nothing = cli().run("server", "set", "web-1");
    Cli.Result both = cli().run("server", "set", "web-1", "--jump", "x", "--no-jump");
    cli().run("server", "set", "web-1", "--unrevoke", "SHA256:a");

    assertThat(platform.requests().stream().filter(r -> r.method().equals("PATCH")))
        .extracting(TestPlatform.Request::body)
        .containsExactly(
            "{\"address\":\"10.0.0.7\",\"labels\":{\"a\":\"b\"},\"jump\":null}",
            "{\"labels\":{\"a\":null},\"authorities\":[],\"agent\":\"\"}",
            "{\"revoked\":[\"SHA256:b\"]}");
    refused(nothing, "nothing says what to change");
    refused(both, "contradict");
  }

  @Test
  void shouldSayThatAMachineMayBeRegisteredTwice() throws Exception {
    platform.answers(
        "POST /servers",
        WEB_1.replaceFirst(
            "\\{", "{\"aliasOf\":\"db-1\",\"sameHostKeyAs\":[\"a\",\"b\",\"c\",\"d\"],"));

    Cli.Result result = add(key(""), "--trust-on-first-use", "--alias-of", "db-1");

    assertThat(Json.parse(platform.request("POST /servers").body()).path("aliasOf").asString())
        .isEqualTo("db-1");
    assertThat(result.out())
        .contains("alias of", "db-1")
        .contains("same key   as a, b, c and 1 more: clones of one image, or one machine")
        .contains("./holdfast server add --help (--alias-of)");
  }

  @Test
  void shouldShowHowAServerIsReachedWithoutItsSecrets() {
    platform.answers(
        "GET /servers/web-1",
        """
        {"id":"srv-0123456789abcdef","name":"web-1","address":"10.0.0.7","port":22,"user":"admin","labels":{},"adapter":"mina",
         "jump":"bastion","agent":null,"passphrase":true,"sudoPassword":true,
         "certificate":{"id":"me","validity":"valid from a to b"},"hostKeys":[],
         "authorities":[{"type":"ssh-ed25519","fingerprint":"SHA256:ca"}],"revoked":["SHA256:x"]}
        """);

    assertThat(cli().run("server", "show", "web-1").out())
        .contains(
            "srv-0123456789abcdef",
            "adapter",
            "mina",
            "bastion",
            "SHA256:ca",
            "SHA256:x",
            "with a stored password")
        .contains(
            "by a stored key with its passphrase and the certificate 'me', valid from a to b");
  }

  @Test
  void shouldRevokeAKey() {
    platform.answers("POST /servers/web-1/trust", WEB_1);

    assertThat(cli().run("server", "trust", "web-1", "--revoke", FINGERPRINT).exitCode()).isZero();
    assertThat(platform.request("POST /servers/web-1/trust").body())
        .isEqualTo("{\"revoke\":\"" + FINGERPRINT + "\"}");
    refused(
        cli().run("server", "trust", "web-1", "--revoke", FINGERPRINT, "--trust-on-first-use"),
        "an act of its own");
  }

  @Test
  void shouldShowTrustAndRemoveAServer() {
    platform.answers("GET /servers/web-1", WEB_1);
    platform.answers("POST /servers/web-1/trust", WEB_1);
    platform.answers("DELETE /servers/web-1", "");

    assertThat(cli().run("server", "show", "web-1").out()).contains("env=prod role=web");
    assertThat(cli().run("server", "trust", "web-1", "--trust-on-first-use").exitCode()).isZero();
    assertThat(platform.request("POST /servers/web-1/trust").body())
        .isEqualTo("{\"trustOnFirstUse\":true}");
    assertThat(cli().run("server", "remove", "web-1").err()).isEqualTo("Removed web-1.\n");
  }

  @Test
  void shouldMapAMissingServerAndATakenName() throws Exception {
    platform.refuses("GET /servers/x", 404, "{\"detail\":\"There is no server 'x'.\"}");
    platform.refuses(
        "POST /servers", 409, "{\"code\":\"server-exists\",\"detail\":\"There is one.\"}");

    assertThat(cli().run("server", "show", "x").exitCode()).isEqualTo(3);
    assertThat(add(key(""), "--trust-on-first-use").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldTryTheLoginOfANewServer() throws Exception {
    Path key = key("");
    platform.answers(
        "POST /servers/web-1/check",
        diagnosis("ok", "logged in as admin"),
        diagnosis("problem", "web-1 refuses the key"));

    Cli.Result works = checked(key, "--trust-on-first-use");
    Cli.Result refused = checked(key, "--trust-on-first-use");
    platform.refuses("POST /servers/web-1/check", 503, "{\"detail\":\"No worker.\"}");
    Cli.Result nobody = checked(key, "--trust-on-first-use");

    assertThat(works.exitCode()).isZero();
    assertThat(works.err()).endsWith("The login and sudo work.\n");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("web-1 refuses the key", "is registered", "./holdfast server check web-1");
    assertThat(nobody.exitCode()).isZero();
    assertThat(nobody.err()).contains("The login was not tried: ");
  }

  @Test
  void shouldRefuseASecondNameOfOneMachine() throws Exception {
    Path key = key("");
    platform.answers("DELETE /servers/web-1", "");
    platform.answers(
        "POST /servers/web-1/check",
        diagnosis("login/same-machine", "problem", "web-1 is the same machine as db-1"),
        diagnosis("login/machine", "warning", "db-1 is another machine and has the same host key"));

    Cli.Result second = checked(key, "--trust-on-first-use");
    Cli.Result clone = checked(key, "--trust-on-first-use");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err())
        .contains("web-1 is the same machine as db-1", "web-1 is not registered", "--alias-of");
    assertThat(platform.request("DELETE /servers/web-1").method()).isEqualTo("DELETE");
    assertThat(clone.exitCode()).isZero();
    assertThat(clone.err()).contains("db-1 is another machine and has the same host key");
  }

  private static String diagnosis(String level, String summary) {
    return diagnosis("login/key", level, summary);
  }

  private static String diagnosis(String check, String level, String summary) {
    return """
    {"server":"web-1","durationMillis":10,"findings":[
     {"check":"%s","level":"%s","summary":"%s","detail":"","fix":""}]}\
    """
        .formatted(check, level, summary);
  }

  private Cli.Result add(Path key, String... more) {
    return checked(
        key, Stream.concat(Arrays.stream(more), Stream.of("--no-check")).toArray(String[]::new));
  }

  private Cli.Result checked(Path key, String... more) {
    String[] fixed = {
      "server",
      "add",
      "web-1",
      "--address",
      "192.0.2.7:2222",
      "--user",
      "admin",
      "--key",
      key.toString()
    };
    String[] all = Stream.of(fixed, more).flatMap(Arrays::stream).toArray(String[]::new);
    return cli().run(all);
  }

  private static void refused(Cli.Result result, String message) {
    assertThat(result.exitCode()).as(message).isEqualTo(2);
    assertThat(result.err()).startsWith("error: ").contains(message);
  }

  /** A real key pair, made by OpenSSH. */
  private Path key(String passphrase) throws IOException, InterruptedException {
    Path key = directory.resolve("key" + System.nanoTime());
    Process keygen =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(keygen.waitFor()).isZero();
    return key;
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
