package dev.holdfast.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ssh is started, with a stand-in that tells. */
class SshCommandTest {
  private static final String KEY =
      "{\"type\":\"ssh-ed25519\",\"key\":\"AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\"}";
  private static final String RSA =
      "{\"type\":\"ssh-rsa\",\"key\":\"AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7\"}";

  @TempDir private Path directory;
  private TestPlatform platform;
  private StandIn programs;
  private Path runtime;

  @BeforeEach
  void open() throws IOException {
    platform = new TestPlatform();
    programs = new StandIn(directory);
    runtime =
        Files.createTempDirectory(
            "hf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    register("web-1", "192.0.2.7", "");
  }

  @AfterEach
  void close() throws IOException {
    platform.close();
    for (Path left : left()) {
      Files.delete(left);
    }
    Files.deleteIfExists(runtime.resolve("holdfast"));
    Files.delete(runtime);
  }

  @Test
  void shouldTakeOptionsBeforeTheCommandAndLeaveItsOwnToIt() throws IOException {
    programs.program("ssh", "exit 7");

    Cli.Result result = run("ssh", "web-1", "-t", "ls", "-la", "--mount", "a b");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
    assertThat(programs.arguments("ssh").lines().skip(2))
        .containsExactly("-tt", "--", "web-1", "'ls' '-la' '--mount' 'a b'");
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldTellSshExactlyWhomToTrust() throws Exception {
    register("gate", "192.0.2.1", "");
    register("web-2", "2001:db8::7", "gate");
    programs.program(
        "ssh",
        """
        cp "$2" '%s/config'
        stat -c %%a "$(dirname "$2")" > '%s/mode'
        cat "$(dirname "$2")/known_hosts" > '%s/known_hosts'
        """
            .formatted(directory, directory, directory));

    assertThat(run("ssh", "web-2").exitCode()).isZero();

    String config = directory.resolve("config").toString();
    List<String> target =
        Tool.run(Map.of(), "", "ssh", "-G", "-F", config, "web-2").output().lines().toList();
    assertThat(target)
        .contains(
            "hostname 2001:db8::7",
            "port 2222",
            "user admin",
            "hostkeyalias web-2",
            "proxyjump gate",
            "stricthostkeychecking true",
            "updatehostkeys false",
            "identitiesonly yes",
            "batchmode yes",
            "forwardagent no",
            "passwordauthentication no",
            "kbdinteractiveauthentication no",
            "controlmaster false",
            "globalknownhostsfile /dev/null",
            "hostkeyalgorithms ssh-ed25519,rsa-sha2-512,rsa-sha2-256",
            "pubkeyacceptedalgorithms ssh-ed25519")
        .noneMatch(line -> line.matches("(kexalgorithms|ciphers|macs) .*(sha1|cbc|md5|umac-64).*"))
        .anyMatch(line -> line.matches("identityagent .*/agent"))
        .anyMatch(line -> line.matches("ciphers .*aes256-gcm.*"));
    assertThat(directory.resolve("known_hosts"))
        .content()
        .isEqualTo(
            "web-2 %1$s\nweb-2 %2$s\ngate %1$s\ngate %2$s\n".formatted(line(KEY), line(RSA)));
    assertThat(directory.resolve("mode")).content().isEqualTo("700\n");
  }

  @Test
  void shouldTrustAuthoritiesAndShowCertificatesAndKnowWhatIsRevoked() throws Exception {
    platform.answers(
        "GET /servers/web-ca",
        """
        {"name":"web-ca","address":"web.example","port":2222,"user":"admin","jump":null,
         "hostKeys":[],"authorities":[%s],"revoked":["SHA256:%s"]}
        """
            .formatted(KEY, "A".repeat(43)));
    platform.answers(
        "GET /servers/web-ca/agent",
        """
        {"keys":[%s],"certificate":{"type":"ssh-ed25519-cert-v01@openssh.com",
         "key":"AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t"}}
        """
            .formatted(KEY));
    // All but the agent's socket, which cannot be copied.
    programs.program(
        "ssh",
        "mkdir '%1$s' && cp \"$2\" \"${2%%/*}\"/*[!t] '%1$s'; exit 0"
            .formatted(directory.resolve("session")));

    assertThat(run("ssh", "web-ca").exitCode()).isZero();

    Path session = directory.resolve("session");
    Tool config =
        Tool.run(Map.of(), "", "ssh", "-G", "-F", session.resolve("config").toString(), "web-ca");
    assertThat(config.output())
        .contains("hostkeyalgorithms ssh-ed25519-cert-v01@openssh.com,ecdsa-")
        .contains("pubkeyacceptedalgorithms ssh-ed25519-cert-v01@openssh.com,ssh-ed25519\n")
        .containsPattern("certificatefile .*/web-ca-0-cert.pub")
        .containsPattern("revokedhostkeys .*/web-ca.revoked")
        .doesNotContain("hostkeyalias");
    assertThat(session.resolve("known_hosts"))
        .content()
        .isEqualTo("@cert-authority [web.example]:2222 " + line(KEY) + "\n");
    Tool revoked =
        Tool.run(
            Map.of(), "", "ssh-keygen", "-Q", "-l", "-f", session.resolve("web-ca.revoked") + "");
    assertThat(revoked.output()).contains("hash: SHA256:" + "0".repeat(64));
  }

  @Test
  void shouldKeepTheTokenToItself() throws IOException {
    programs.program("ssh", "exit 0");

    assertThat(run("ssh", "web-1").exitCode()).isZero();

    assertThat(programs.variables("ssh")).doesNotContain("hf_secret").contains("PATH=");
  }

  @Test
  void shouldGiveSshTheUsersOwnLocale() throws IOException {
    programs.program("ssh", "exit 0");

    cli().with("LC_ALL", "C.UTF-8").with("HOLDFAST_LC_ALL", "de_DE").run("ssh", "web-1");
    assertThat(programs.variables("ssh").lines()).contains("LC_ALL=de_DE");

    cli().with("LC_ALL", "C.UTF-8").with("HOLDFAST_LC_ALL", "").run("ssh", "web-1");
    assertThat(programs.variables("ssh")).doesNotContain("LC_ALL");
  }

  @Test
  void shouldSayWhyWhenSshFails() throws IOException {
    programs.program("ssh", "exit 255");

    Cli.Result result = run("ssh", "web-1", "true");

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err()).contains("ssh ended with 255", "./holdfast server show web-1");
  }

  @Test
  void shouldSayThatJsonMakesNoSense() throws IOException {
    programs.program("ssh", "exit 0");

    Cli.Result result = run("ssh", "-o", "json", "web-1");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("does not speak JSON");
    assertThat(result.out()).isEmpty();
    assertThat(programs.started("ssh")).isFalse();
  }

  @Test
  void shouldNameThePackageThatIsMissing() {
    Cli.Result result = cli().with("PATH", programs.alone()).run("ssh", "web-1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("has no ssh", "openssh-client");
  }

  @Test
  void shouldStopEarlyWhenTheServerOrThePlatformIsNotThere() throws IOException {
    programs.program("ssh", "exit 0");
    platform.refuses("GET /servers/web-9", 404, "{\"detail\":\"There is no server 'web-9'.\"}");

    assertThat(run("ssh", "web-9").exitCode()).isEqualTo(3);
    assertThat(cli().with("HOLDFAST_SERVER", "http://127.0.0.1:1").run("ssh", "web-1").exitCode())
        .isEqualTo(5);
    assertThat(programs.started("ssh")).isFalse();
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldRefuseAServerThatWouldChangeTheConfiguration() throws IOException {
    programs.program("ssh", "exit 0");
    register("web-3", "192.0.2.1\\n  ProxyCommand touch /tmp/x", "");

    Cli.Result result = run("ssh", "web-3");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(programs.started("ssh")).isFalse();
  }

  @Test
  void shouldGoThroughNoCircle() throws IOException {
    programs.program("ssh", "exit 0");
    register("a", "192.0.2.1", "b");
    register("b", "192.0.2.2", "a");

    assertThat(run("ssh", "a").err()).contains("more than 8 servers");
    assertThat(programs.started("ssh")).isFalse();
  }

  @Test
  void shouldRemoveWhatAKilledOneLeftAndNothingElse() throws IOException {
    programs.program("ssh", "exit 0");
    Path base = Files.createDirectory(runtime.resolve("holdfast"), closed());
    Path dead = base.resolve("0b9f6a52-6a8e-4d3f-9a7b-0a1b2c3d4e5f-999999999-1");
    Files.createDirectory(dead);
    Files.writeString(dead.resolve("config"), "x");
    Path alive =
        Files.createDirectory(
            base.resolve("0b9f6a52-6a8e-4d3f-9a7b-0a1b2c3d4e5f-" + OwningProcess.current()));

    assertThat(run("ssh", "web-1").exitCode()).isZero();

    assertThat(left()).containsExactly(alive);
  }

  @Test
  void shouldNotUseADirectoryThatIsOpenToOthers() throws IOException {
    programs.program("ssh", "exit 0");
    Files.createDirectory(runtime.resolve("holdfast"));

    Cli.Result result = run("ssh", "web-1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("open to others");
  }

  @Test
  void shouldMountOnlyWhereThereIsAPlaceAndTakeADirectoryAfterMountOnly() throws IOException {
    programs.program("ssh", "exit 0").program("sshfs", "exit 1").program("fusermount3", "exit 0");
    Path place = Files.createDirectories(directory.resolve("mounts/web-1"));
    Files.writeString(place.resolve("mine"), "x");

    Cli.Result full =
        cli()
            .with("HOLDFAST_MOUNTS", directory.resolve("mounts").toString())
            .run("ssh", "web-1", "--mount", "true");

    assertThat(full.exitCode()).isNotZero();
    assertThat(full.err()).containsAnyOf("is not empty", "/dev/fuse");
    assertThat(programs.started("ssh")).isFalse();
    assertThat(place.resolve("mine")).exists();
  }

  private void register(String name, String address, String jump) {
    platform.answers(
        "GET /servers/" + name,
        """
        {"name":"%s","address":"%s","port":2222,"user":"admin","jump":"%s","hostKeys":[%s,%s]}
        """
            .formatted(name, address, jump, KEY, RSA));
    platform.answers(
        "GET /servers/" + name + "/agent",
        "{\"server\":\"%s\",\"user\":\"admin\",\"keys\":[%s]}".formatted(name, KEY));
  }

  private Cli.Result run(String... words) {
    return cli().run(words);
  }

  private Cli cli() {
    return Cli.at(platform.url())
        .with("PATH", programs.path())
        .with("XDG_RUNTIME_DIR", runtime.toString());
  }

  private List<Path> left() throws IOException {
    Path base = runtime.resolve("holdfast");
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(base)) {
      return entries.toList();
    }
  }

  private static FileAttribute<?> closed() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  private static String line(String key) {
    return PublicKey.of(Json.parse(key)).line();
  }
}
