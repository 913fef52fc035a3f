package dev.holdfast.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How servers are reached, logged in to and trusted, at the edge. */
final class AccessTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String FINGERPRINT = HostKey.parse(Fixtures.HOST_KEY).fingerprint();

  @TempDir private Path directory;

  private static Answer add(String name, Object... more) {
    Map<String, Object> server = Fixtures.server(name);
    for (int i = 0; i < more.length; i += 2) {
      server.put((String) more[i], more[i + 1]);
    }
    return OWNER.post("/api/v1/servers", server);
  }

  private static Answer patch(String name, @Nullable Object... fields) {
    Map<String, @Nullable Object> patch = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      patch.put(String.valueOf(fields[i]), fields[i + 1]);
    }
    return OWNER.patch("/api/v1/servers/" + name, patch);
  }

  @Test
  void shouldRefuseWeakAndUnusableKeysWithTheRemedy() {
    for (String format : List.of("RFC4716", "PEM", "PKCS8")) {
      String weak = keygen("-t", "rsa", "-b", "2048", "-m", format, "-N", "");
      assertThat(add("weak", "key", weak).body())
          .as(format)
          .contains("RSA key of 2048 bits", "ssh-keygen -t ed25519");
      String strong = keygen("-t", "rsa", "-b", "3072", "-m", format, "-N", "");
      assertThat(add("strong-" + format.toLowerCase(Locale.ROOT), "key", strong).status())
          .as(format)
          .isEqualTo(201);
    }
    assertThat(
            add(
                    "weak",
                    "key",
                    "-----BEGIN DSA PRIVATE KEY-----\nAA==\n-----END DSA PRIVATE KEY-----")
                .body())
        .contains("DSA key, which is broken");
    assertThat(OWNER.get("/api/v1/servers/weak").status()).isEqualTo(404);
  }

  @Test
  void shouldKeepALockedKeyOnlyWithItsPassphrase() {
    String locked = keygen("-t", "ed25519", "-N", "secret");

    assertThat(add("locked", "key", locked).body()).contains("--passphrase-file");
    assertThat(add("locked", "passphrase", "x").body()).contains("is not protected");
    Answer added = add("locked", "key", locked, "passphrase", "secret");

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body()).doesNotContain("\"secret\"");
    assertThat(added.json().path("passphrase").asBoolean()).isTrue();
    assertThat(secret(Servers.passphraseOf("locked"))).isEqualTo("secret");
    assertThat(patch("locked", "key", Fixtures.privateKey()).status()).isEqualTo(200);
    assertThat(PLATFORM.part(Secrets.class).find(Servers.passphraseOf("locked"))).isEmpty();
  }

  @Test
  void shouldFollowJumpHostsAndRefuseRings() {
    assertThat(add("hop-3", "jump", "hop-2").body()).contains("there is no server 'hop-2'");
    add("hop-1");
    add("hop-2", "jump", "hop-1");
    assertThat(add("hop-3", "jump", "hop-2").json().path("jump").asString()).isEqualTo("hop-2");

    assertThat(PLATFORM.part(Servers.class).behind("hop-1")).containsExactly("hop-2");
    assertThat(patch("hop-1", "jump", "hop-3").body())
        .contains("in a circle: hop-1 → hop-3 → hop-2 → hop-1");
    assertThat(patch("hop-1", "jump", "hop-1").body()).contains("not reached through itself");
    assertThat(OWNER.delete("/api/v1/servers/hop-2").status()).isEqualTo(409);
    assertThat(OWNER.delete("/api/v1/servers/hop-2").text("detail")).contains("'hop-3'");
    assertThat(patch("hop-3", "jump", null).json().path("jump").isNull()).isTrue();
    assertThat(OWNER.delete("/api/v1/servers/hop-2").status()).isEqualTo(204);
  }

  @Test
  void shouldNotLookAtAServerBehindAJumpHost() {
    add("way-in");

    Answer answer = add("inside", "jump", "way-in", "hostKeys", List.of(), "trustOnFirstUse", true);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("--host-key", "ssh-keyscan 192.0.2.1");
  }

  @Test
  void shouldDoWithoutAPinWhereAnAuthorityIsTrusted() {
    Answer added =
        add("certified", "hostKeys", List.of(), "authorities", List.of(Fixtures.HOST_KEY));

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().path("hostKeys")).isEmpty();
    assertThat(added.json().path("authorities").get(0).path("fingerprint").asString())
        .isEqualTo(FINGERPRINT);
    assertThat(patch("certified", "authorities", List.of("ssh-ed25519 AAAA")).body())
        .contains("authorities[0]");
    assertThat(patch("certified", "authorities", List.of()).json().path("authorities")).isEmpty();
  }

  @Test
  void shouldChangeWhatIsNamedAndNothingElse() {
    add("changing", "sudoPassword", "one", "region", "eu");

    Answer changed =
        patch(
            "changing",
            "address",
            "192.0.2.44",
            "labels",
            Map.of("env", "prod"),
            "adapter",
            "mina",
            "sudoPassword",
            null);

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.text("address")).isEqualTo("192.0.2.44");
    assertThat(changed.text("region")).isEqualTo("eu");
    assertThat(changed.text("adapter")).isEqualTo("mina");
    assertThat(changed.json().path("labels").size()).isEqualTo(2);
    assertThat(changed.json().path("sudoPassword").asBoolean()).isFalse();
    assertThat(patch("changing", "port", 0, "nmae", 1, "hostKeys", 2).body())
        .contains("nmae", "cannot be changed", "act of trust");
    assertThat(patch("changing", "port", 0).body()).contains("not between 1 and 65535");
    assertThat(patch("changing", "adapter", "putty").body()).contains("auto, sshj or mina");
    assertThat(patch("nobody", "port", 22).status()).isEqualTo(404);
  }

  @Test
  void shouldDropWhatWasTrustedWhereItLeadsElsewhere() {
    add("elsewhere-jump");
    List<Object[]> changes =
        List.of(
            new Object[] {"address", "192.0.2.66"},
            new Object[] {"port", 2022},
            new Object[] {"user", "somebody"},
            new Object[] {"jump", "elsewhere-jump"});
    for (Object[] change : changes) {
      String name = "elsewhere-" + change[0] + "-1";
      add(name, "sudoPassword", "one");

      Answer same = patch(name, "labels", Map.of("env", "prod"), "address", "192.0.2.1");
      assertThat(same.json().path("hostKeys")).as(name).hasSize(1);
      assertThat(same.json().path("sudoPassword").asBoolean()).as(name).isTrue();

      Answer moved = patch(name, change);
      assertThat(moved.status()).as(moved.body()).isEqualTo(200);
      assertThat(moved.json().path("hostKeys")).as(name).isEmpty();
      assertThat(moved.json().path("sudoPassword").asBoolean()).as(name).isFalse();
      assertThat(PLATFORM.part(Secrets.class).find(Servers.sudoPasswordOf(name)))
          .as(name)
          .isEmpty();
    }

    Answer anew = patch("elsewhere-port-1", "port", 2023, "sudoPassword", "two");
    assertThat(anew.json().path("sudoPassword").asBoolean()).isTrue();
    assertThat(secret(Servers.sudoPasswordOf("elsewhere-port-1"))).contains("two");
  }

  @Test
  void shouldForgetTheKeyWhenAnAgentLogsIn() {
    add("by-agent");
    Secrets secrets = PLATFORM.part(Secrets.class);

    assertThat(patch("by-agent", "agent", "").json().path("agent").asString()).isEmpty();
    assertThat(secrets.find(Servers.credentialOf("by-agent"))).isEmpty();
    assertThat(patch("by-agent", "agent", null).body()).contains("is needed where no agent");
    assertThat(patch("by-agent", "agent", "relative").body()).contains("absolute path");
    assertThat(patch("by-agent", "key", Fixtures.privateKey()).json().path("agent").isNull())
        .isTrue();
    assertThat(secrets.find(Servers.credentialOf("by-agent"))).isPresent();
    assertThat(add("agent-2", "agent", "/run/agent").body()).contains("not both");
  }

  @Test
  void shouldTakeAUserCertificateOnlyForItsKey() {
    String authority = keygen("-t", "ed25519", "-N", "");
    Path key = made("user", "-t", "ed25519", "-N", "");
    run("ssh-keygen", "-q", "-s", write("ca", authority), "-I", "me", "-n", "admin", key + ".pub");
    String certificate = read(Path.of(key + "-cert.pub"));

    Answer added = add("with-certificate", "key", read(key), "certificate", certificate);

    assertThat(added.status()).as(added.body()).isEqualTo(201);
    assertThat(added.json().path("certificate").path("id").asString()).isEqualTo("me");
    assertThat(patch("with-certificate", "key", Fixtures.privateKey()).body())
        .contains("belongs to the key before");
    assertThat(
            add("c2", "key", keygen("-t", "ed25519", "-N", ""), "certificate", certificate).body())
        .contains("not for this one");
    assertThat(add("c3", "certificate", Fixtures.HOST_KEY).body()).contains("not a certificate");
    run("ssh-keygen", "-q", "-s", directory + "/ca", "-I", "h", "-h", "-n", "x", key + ".pub");
    assertThat(add("c4", "key", read(key), "certificate", read(Path.of(key + "-cert.pub"))).body())
        .contains("is for a host");
  }

  @Test
  void shouldNeverTrustARevokedKeyAgainUnlessTakenBack() {
    add("revoking");

    Answer revoked = OWNER.post("/api/v1/servers/revoking/trust", Map.of("revoke", FINGERPRINT));
    assertThat(revoked.json().path("hostKeys")).isEmpty();
    assertThat(revoked.json().path("revoked").get(0).asString()).isEqualTo(FINGERPRINT);
    Map<String, Object> again = Map.of("hostKeys", List.of(Fixtures.HOST_KEY));
    assertThat(OWNER.post("/api/v1/servers/revoking/trust", again).body())
        .contains("was revoked for this server", "--unrevoke");
    assertThat(OWNER.post("/api/v1/servers/revoking/trust", Map.of("revoke", "x")).status())
        .isEqualTo(422);
    assertThat(patch("revoking", "revoked", List.of()).status()).isEqualTo(200);
    assertThat(OWNER.post("/api/v1/servers/revoking/trust", again).status()).isEqualTo(200);
  }

  private static String secret(String name) {
    byte[] value = PLATFORM.part(Secrets.class).find(name).orElseThrow();
    return new String(value, StandardCharsets.UTF_8);
  }

  private String keygen(String... options) {
    return read(made("key" + System.nanoTime(), options));
  }

  private Path made(String name, String... options) {
    Path file = directory.resolve(name);
    List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", file.toString()));
    command.addAll(Arrays.asList(options));
    run(command.toArray(String[]::new));
    return file;
  }

  private String write(String name, String text) {
    try {
      Path file = Files.writeString(directory.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
