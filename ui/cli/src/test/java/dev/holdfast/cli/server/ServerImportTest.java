package dev.holdfast.cli.server;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ServerImportTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  private static final String OLD =
      """
      {"name":"old","address":"192.0.2.8","port":22,"user":"root","authorities":[],"revoked":[]}\
      """;

  @TempDir private Path directory;
  private final TestPlatform platform =
      new TestPlatform()
          .answers("GET /servers", page(OLD))
          .answers("POST /servers", "{}")
          .answers("POST /servers/old/trust", "{}")
          .answers("PATCH /servers/old", "{}");

  @BeforeEach
  void makeKey() throws Exception {
    keygen("key", "");
    keygen("locked", "secret");
    file("known", "bastion,web-1,web-2,192.0.2.8 " + KEY + "\n@cert-authority *.ca " + KEY + "\n");
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldNoteThatAMachineMayBeRegisteredAlready() throws Exception {
    platform.answers("POST /servers", "{\"sameHostKeyAs\":[\"old\",\"older\"]}");
    Path config =
        file(
            "config",
            "Host web-1\n User admin\n IdentityFile %s\n".formatted(directory.resolve("key")));

    Cli.Result result = run(config, "--known-hosts", directory + "/known", "--no-check");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains("note: web-1 has the same host key as old and 1 more")
        .contains("--alias-of");
  }

  @Test
  void shouldTryEachLoginAndUnregisterASecondNameOfAMachine() throws Exception {
    Path config =
        file(
            "config",
            "Host web-1 bastion web-2 x.ca\n User admin\n IdentityFile %s\n"
                .formatted(directory.resolve("key")));
    platform
        .answers(
            "POST /servers",
            registered("web-1"),
            registered("bastion"),
            registered("web-2"),
            registered("x.ca"))
        .answers("POST /servers/web-1/check", diagnosis("login/shell", "ok", "A shell."))
        .answers(
            "POST /servers/bastion/check",
            diagnosis("login/same-machine", "problem", "bastion is the same machine as web-1"))
        .answers("DELETE /servers/bastion", "{}")
        .answers("POST /servers/web-2/check", diagnosis("login/key", "problem", "No such user."))
        .refuses("POST /servers/x.ca/check", 503, "{\"detail\":\"No worker.\"}");

    Cli.Result result = run(config, "--known-hosts", directory + "/known");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern("web-1 +imported .*login and sudo work")
        .containsPattern("bastion +skipped +bastion is the same machine as web-1; .*--alias-of")
        .containsPattern("web-2 +imported .*cannot be used yet: No such user; see")
        .containsPattern("x\\.ca +imported .*login not tried: no worker");
    assertThat(result.err()).contains("3 imported, 1 skipped.");
    assertThat(platform.request("DELETE /servers/bastion").body()).isEmpty();
  }

  private static String registered(String name) {
    return "{\"name\":\"%s\",\"hostKeys\":[{\"key\":\"same\"}]}".formatted(name);
  }

  private static String diagnosis(String check, String level, String summary) {
    return """
    {"server":"s","durationMillis":9,"findings":[
      {"check":"%s","level":"%s","summary":"%s","detail":"","fix":""}]}\
    """
        .formatted(check, level, summary);
  }

  @Test
  void shouldRegisterWhatIsCompleteAndSayWhyNotTheRest() throws Exception {
    Path config =
        file(
            "config",
            """
            Host web-1
              ProxyJump bastion
            Host bastion web-2 x.ca
            Host *
              User admin
              IdentityFile %s
            Host strange
            Host old
            """
                .formatted(directory.resolve("key")));

    Cli.Result result = run(config, "--known-hosts", directory + "/known", "-o", "json");

    JsonNode report = Json.parse(result.out());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(report.path("imported").valueStream().map(n -> Json.text(n, "name")))
        .containsExactly("bastion", "web-2", "x.ca", "web-1");
    assertThat(report.path("skipped").valueStream().map(n -> Json.text(n, "name")))
        .containsExactlyInAnyOrder("strange", "old");
    assertThat(report.path("skipped").toString())
        .contains("no host key of it is known", "is registered with another");
    List<JsonNode> sent = sent("POST");
    assertThat(sent).hasSize(4);
    assertThat(Json.text(sent.getFirst(), "user")).isEqualTo("admin");
    assertThat(Json.text(sent.getFirst(), "key")).contains("PRIVATE KEY");
    assertThat(sent.getFirst().path("hostKeys").toString()).contains(KEY);
    assertThat(sent.get(2).path("authorities").toString()).contains(KEY);
    assertThat(Json.text(sent.getLast(), "jump")).isEqualTo("bastion");
  }

  @Test
  void shouldBeRepeatableAndUpdateWhatTheFileHasOtherwise() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("again"),
            """
            Host same
              HostName 192.0.2.1
              User admin
            Host moved
              HostName 192.0.2.9
              User admin
            """);
    platform
        .answers(
            "GET /servers",
            page(
                "{\"name\":\"same\",\"address\":\"192.0.2.1\",\"port\":22,\"user\":\"admin\"}",
                "{\"name\":\"moved\",\"address\":\"192.0.2.2\",\"port\":22,\"user\":\"admin\"}"))
        .answers("PATCH /servers/moved", "{}");

    Cli.Result differs = run(config);
    Cli.Result updated = run(config, "--update");
    platform.answers(
        "GET /servers",
        page(
            "{\"name\":\"same\",\"address\":\"192.0.2.1\",\"port\":22,\"user\":\"admin\"}",
            "{\"name\":\"moved\",\"address\":\"192.0.2.9\",\"port\":22,\"user\":\"admin\"}"));
    Cli.Result again = run(config);

    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.out()).contains("is registered with another address; --update changes that");
    assertThat(updated.exitCode()).isZero();
    assertThat(Json.parse(platform.request("PATCH /servers/moved").body()))
        .isEqualTo(Json.parse("{\"address\":\"192.0.2.9\"}"));
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).contains("0 imported, 2 unchanged, 0 skipped.");
  }

  @Test
  void shouldPinWhatOpenSshWouldTrustForTheHost() throws Exception {
    file("own", "[192.0.2.9]:2201 " + KEY + "\n");
    file("shared", "vm1,192.0.2.7 " + KEY + "\n");
    Path config =
        file(
            "config",
            """
            Host aliased # by its alias, on any port
              HostName 192.0.2.1
              Port 2222
              HostKeyAlias VM1
            Host plain
              HostName 192.0.2.7
              Port 2222
            Host own
              HostName 192.0.2.9
              Port 2201
              UserKnownHostsFile %1$s/own
            Host named
              HostName 192.0.2.10
            Host *
              IdentityFile %1$s/key
            """
                .formatted(directory));

    Cli.Result result = run(config, "--known-hosts", directory + "/shared");

    assertThat(sent("POST").stream().map(server -> Json.text(server, "name")))
        .containsExactly("aliased", "plain", "own");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("no host key of it is known");
  }

  @Test
  void shouldRunNothingThatAFileNames() throws Exception {
    Path trace = directory.resolve("trace");
    Path config =
        file(
            "config",
            "Match originalhost web-1 exec \"touch %s\"\n User a\nHost web-1\n User b\n IdentityFile %s/key\nHost web-2\n ProxyCommand touch %s\n"
                .formatted(trace, directory, trace));
    Path program = file("hosts", "#!/bin/sh\ntouch " + trace + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Cli.Result result = run(config, "--known-hosts", directory + "/known");
    Cli.Result refused = run(program);

    assertThat(sent("POST"))
        .singleElement()
        .satisfies(server -> assertThat(Json.text(server, "user")).isEqualTo("b"));
    assertThat(result.out()).contains("Match exec in line 1 (never asked)", "ProxyCommand");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is a program, and an import runs nothing");
    assertThat(trace).doesNotExist();
  }

  @Test
  void shouldPromiseInADryRunOnlyWhatThePlatformAccepts() throws Exception {
    Path inventory =
        file(
            "hosts.yml",
            """
            web:
              hosts:
                web-1: {ansible_user: 'ro ot'}
                'web 2': {ansible_host: web-2}
                bastion: {ansible_port: 70000}
            """);

    Cli.Result result =
        run(inventory, "--trust-on-first-use", "--key", directory + "/key", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("user: 'ro ot'", "name: 'web 2'", "port: 70000 is not between 1 and 65535");
    assertThat(result.err()).contains("0 imported, 3 skipped");
  }

  @Test
  void shouldFailWhereSomethingOfTheFileIsLost() throws Exception {
    Path inventory = file("hosts", "[web]\nweb-1\nweb-2 oops\n");

    Cli.Result result =
        run(inventory, "--known-hosts", directory + "/known", "--key", directory + "/key");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("not imported: line 3: 'oops' is not NAME=VALUE", "1 imported, 0 skipped");
  }

  @Test
  void shouldSendNothingInADryRun() throws Exception {
    Path inventory =
        file(
            "hosts",
            "[web]\nweb-1 ansible_ssh_private_key_file=key\nweb-3\n[web:vars]\nansible_user=u\n");

    Cli.Result result = run(inventory, "--known-hosts", directory + "/known", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("web-1", "would import", "1 pinned host key", "skipped");
    assertThat(result.err()).contains("Dry run: 1 imported, 1 skipped.");
    assertThat(sent("POST")).isEmpty();
  }

  @Test
  void shouldSkipWhatHasNoUsableKey() throws Exception {
    Path inventory =
        file(
            "hosts.yml",
            """
            web:
              hosts:
                web-1: {ansible_ssh_private_key_file: locked}
                web-2: {ansible_ssh_private_key_file: absent}
            """);

    Cli.Result without = run(inventory, "--known-hosts", directory + "/known");
    assertThat(without.out()).contains("is locked; give --passphrase-file", "does not exist here");
    assertThat(sent("POST")).isEmpty();

    Path passphrase = file("pass", "secret\n");
    run(inventory, "--known-hosts", directory + "/known", "--passphrase-file", "" + passphrase);
    assertThat(sent("POST"))
        .singleElement()
        .satisfies(server -> {
          assertThat(Json.text(server, "passphrase")).isEqualTo("secret");
          assertThat(server.path("labels").toString()).isEqualTo("{\"web\":\"true\"}");
        });
  }

  @Test
  void shouldSkipAServerThatThePlatformRefusesAndGoOn() throws Exception {
    platform.refuses(
        "POST /servers",
        422,
        "{\"detail\":\"One field is wrong.\",\"errors\":[{\"field\":\"key\",\"message\":\"is weak\"}]}");

    Cli.Result result =
        run(
            file("hosts", "[g]\nweb-1\nweb-2\n"),
            "--known-hosts",
            directory + "/known",
            "--key",
            directory + "/key");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("is weak").contains("web-2");
    assertThat(result.err()).contains("0 imported, 2 skipped.");
  }

  @Test
  void shouldPinTheKeysOfAKnownHostsFile() throws Exception {
    Cli.Result result = run(directory.resolve("known"));

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("line 1", "old", "1 pinned host key");
    assertThat(result.err()).contains("line 2: no registered server is meant by it");
    assertThat(platform.request("POST /servers/old/trust").body()).contains(KEY);
  }

  @Test
  void shouldSkipServersWhoseJumpHostsLeadNowhere() throws Exception {
    Path config =
        file(
            "config",
            "Host *\n IdentityFile %s/key\nHost web-1\n ProxyJump web-2\nHost web-2\n ProxyJump web-1\nHost bastion\n ProxyJump u@192.0.2.99:22\n"
                .formatted(directory));

    Cli.Result result = run(config, "--known-hosts", directory + "/known");

    assertThat(result.out())
        .contains("lead in a circle", "u@192.0.2.99:22 is neither registered nor imported");
    assertThat(sent("POST")).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoSuchFile() throws Exception {
    assertThat(run(directory.resolve("none")).err()).contains("does not exist");
    assertThat(run(file("page", "<html>")).err()).contains("--format");
    assertThat(run(file("x.yml", "a: [")).err()).contains("is not valid YAML in line 1");
  }

  private List<JsonNode> sent(String method) {
    return platform.requests().stream()
        .filter(request -> request.method().equals(method))
        .filter(request -> !request.path().endsWith("/check"))
        .map(request -> Json.parse(request.body()))
        .toList();
  }

  private Cli.Result run(Path file, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "server";
    all[1] = "import";
    all[2] = file.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return Cli.at(platform.url()).run(all);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private void keygen(String name, String passphrase) throws IOException, InterruptedException {
    Process keygen =
        new ProcessBuilder(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                passphrase,
                "-f",
                "" + directory.resolve(name))
            .start();
    assertThat(keygen.waitFor()).isZero();
  }
}
