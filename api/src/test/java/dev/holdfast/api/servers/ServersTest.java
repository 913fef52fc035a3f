package dev.holdfast.api.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.CredentialKind;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.server.ShownCredential;
import dev.holdfast.platform.server.StoredCredentialTries;
import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class ServersTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final HostKey SHOWN = HostKey.parse(Fixtures.HOST_KEY);

  private static Answer add(Map<String, Object> server) {
    return OWNER.post("/api/v1/servers", server);
  }

  @Test
  void shouldKeepTheKeyAsASecretWhenAdded() {
    Map<String, Object> server = Fixtures.server("web-1");

    Answer answer = add(server);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/servers/web-1");
    assertThat(answer.body()).doesNotContain("PRIVATE KEY").contains("SHA256:");
    assertThat(answer.json().path("port").asInt()).isEqualTo(22);
    byte[] secret = PLATFORM.part(Secrets.class).find(Servers.credentialOf("web-1")).orElseThrow();
    assertThat(new String(secret, StandardCharsets.UTF_8)).contains("BEGIN PRIVATE KEY");
    assertThat(add(server).text("code")).isEqualTo("server-exists");
    assertThat(OWNER.get("/api/v1/servers?selector=test=web-1").body()).contains("web-1");
  }

  @Test
  void shouldKeepItsIdThroughEveryChangeAndGetAnotherWhenTheNameIsGivenAgain() {
    String id = add(Fixtures.server("same-1")).text("id");
    assertThat(id).matches("srv-[0-9a-f]{16}");

    OWNER.patch("/api/v1/servers/same-1", Map.of("port", 2222, "labels", Map.of("a", "b")));
    OWNER.post(
        "/api/v1/servers/same-1/trust", Map.of("hostKeys", new String[] {Fixtures.HOST_KEY}));
    OWNER.post("/api/v1/servers/same-1/trust", Map.of("revoke", "SHA256:" + "A".repeat(43)));

    assertThat(OWNER.get("/api/v1/servers/same-1").text("id")).isEqualTo(id);
    assertThat(OWNER.get("/api/v1/servers?selector=same-1").body()).contains(id);
    assertThat(OWNER.patch("/api/v1/servers/same-1", Map.of("id", "srv-0000000000000000")).status())
        .isEqualTo(422);
    OWNER.delete("/api/v1/servers/same-1");
    assertThat(add(Fixtures.server("same-1")).text("id"))
        .matches("srv-[0-9a-f]{16}")
        .isNotEqualTo(id);
  }

  @Test
  void shouldLeaseAMachineByTheNameItWasRegisteredUnderFirst() {
    add(Fixtures.server("machine-1"));
    Map<String, Object> second = Fixtures.server("machine-2");
    second.put("aliasOf", "machine-1");
    Map<String, Object> third = Fixtures.server("machine-3");
    third.put("aliasOf", "machine-2");

    assertThat(add(second).text("aliasOf")).isEqualTo("machine-1");
    assertThat(add(third).text("aliasOf")).isEqualTo("machine-1");

    OWNER.patch("/api/v1/servers/machine-3", Map.of("user", "other"));
    Machines machines = PLATFORM.part(Machines.class);
    assertThat(machines.leaseName("machine-1")).isEqualTo("machine-1");
    assertThat(machines.leaseName("machine-2")).isEqualTo("machine-1");
    assertThat(machines.leaseName("machine-3")).isEqualTo("machine-1");
    assertThat(machines.leaseName("unregistered")).isEqualTo("unregistered");
    Answer refused = OWNER.delete("/api/v1/servers/machine-1");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains("'machine-2' is an alias of 'machine-1'");
    for (String name : List.of("machine-3", "machine-2", "machine-1")) {
      assertThat(OWNER.delete("/api/v1/servers/" + name).status()).isEqualTo(204);
    }
  }

  @Test
  void shouldRefuseAnAliasOfNobody() {
    Map<String, Object> server = Fixtures.server("alias-1");
    server.put("aliasOf", "nobody-1");
    assertThat(add(server).status()).isEqualTo(422);
    assertThat(add(server).body()).contains("aliasOf", "there is no server 'nobody-1'");
    server.put("aliasOf", "alias-1");
    assertThat(add(server).body()).contains("not its own alias");
    assertThat(OWNER.get("/api/v1/servers/alias-1").status()).isEqualTo(404);
  }

  @Test
  void shouldNameTheServersWithTheSameHostKeyUnlessTheyAreKnownToBeOneMachine() {
    String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A".repeat(43);
    Map<String, Object> first = Fixtures.server("clone-1");
    first.put("hostKeys", new String[] {key});
    assertThat(add(first).json().path("sameHostKeyAs")).isEmpty();
    Map<String, Object> second = Fixtures.server("clone-2");
    second.put("hostKeys", new String[] {key});
    Map<String, Object> alias = Fixtures.server("clone-3");
    alias.put("hostKeys", new String[] {key});
    alias.put("aliasOf", "clone-1");

    assertThat(add(second).json().path("sameHostKeyAs").toString()).isEqualTo("[\"clone-1\"]");
    assertThat(add(alias).json().path("sameHostKeyAs").toString()).isEqualTo("[\"clone-2\"]");
    assertThat(OWNER.get("/api/v1/servers/clone-1").json().path("sameHostKeyAs").toString())
        .isEqualTo("[\"clone-2\"]");
  }

  @Test
  void shouldRefuseAChangeOfAnIdWhoeverAsks() {
    String id = add(Fixtures.server("same-2")).text("id");
    Jdbi jdbi = PLATFORM.part(Jdbi.class);

    assertThatThrownBy(() ->
            jdbi.useHandle(handle ->
                handle.execute("update servers set id = 'srv-0000000000000000' where id = ?", id)))
        .hasMessageContaining("the id of server same-2 cannot be changed");
  }

  @Test
  void shouldKeepTheSudoPasswordAsASecretUntilTheServerIsRemoved() {
    Map<String, Object> server = Fixtures.server("sudo-1");
    server.put("sudoPassword", "two\nlines");
    assertThat(add(server).text("detail") + add(server).body()).contains("line break");
    server.put("sudoPassword", "correct horse");

    Answer answer = add(server);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).doesNotContain("horse");
    Secrets secrets = PLATFORM.part(Secrets.class);
    assertThat(secrets.find(Servers.sudoPasswordOf("sudo-1")))
        .hasValue("correct horse".getBytes(StandardCharsets.UTF_8));
    assertThat(OWNER.delete("/api/v1/servers/sudo-1").status()).isEqualTo(204);
    assertThat(secrets.find(Servers.sudoPasswordOf("sudo-1"))).isEmpty();
  }

  @Test
  void shouldTellWhatTheServerRefusesUntilItIsReplaced() {
    Map<String, Object> server = Fixtures.server("refusing-1");
    server.put("sudoPassword", "guess");
    assertThat(add(server).json().path("refused")).isEmpty();
    ShownCredential shown = new ShownCredential(CredentialKind.SUDO_PASSWORD, "admin", "guess");
    CredentialTries tries =
        new StoredCredentialTries(PLATFORM.part(Jdbi.class), PLATFORM.part(Secrets.class));
    assertThat(tries.claim("refusing-1", shown)).isInstanceOf(CredentialTries.Answer.Claimed.class);

    tries.refused("refusing-1", shown, "Sorry, try again.");

    assertThat(OWNER.get("/api/v1/servers/refusing-1").json().path("refused").toString())
        .contains("sudo-password", "Sorry, try again.", "since")
        .doesNotContain("guess");
    assertThat(OWNER.get("/api/v1/servers?selector=refusing-1").body()).contains("Sorry");
    assertThat(
            OWNER
                .patch("/api/v1/servers/refusing-1", Map.of("sudoPassword", "another"))
                .json()
                .path("refused"))
        .isEmpty();
  }

  @Test
  void shouldTellWhichAdapterReachesTheServerAndWhy() {
    add(Fixtures.server("pq-1"));
    Server server = PLATFORM.part(Servers.class).find("default", "pq-1").orElseThrow();
    ServerAdapters adapters = PLATFORM.part(ServerAdapters.class);
    assertThat(reachedBy("pq-1")).contains("sshj", "faster");

    adapters.keep(server, new AdapterChoice(SshAdapter.MINA, "sshj cannot"));
    assertThat(adapters.find(server)).hasValue(new AdapterChoice(SshAdapter.MINA, "sshj cannot"));
    assertThat(reachedBy("pq-1")).contains("mina", "sshj cannot");
    assertThat(OWNER.get("/api/v1/servers?selector=pq-1").body()).contains("sshj cannot");

    adapters.drop(server);
    assertThat(reachedBy("pq-1")).contains("sshj", "faster");
    adapters.keep(server, new AdapterChoice(SshAdapter.MINA, "sshj cannot"));
    OWNER.delete("/api/v1/servers/pq-1");
    assertThat(adapters.find(server)).isEmpty();
  }

  private static String reachedBy(String name) {
    return OWNER.get("/api/v1/servers/" + name).json().path("reachedBy").toString();
  }

  @Test
  void shouldTellEveryMissingField() {
    Answer answer = add(Map.of("port", 22));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").size()).isEqualTo(4);
    assertThat(answer.body()).contains("name", "address", "user", "key", "is missing");
  }

  @Test
  void shouldAskForAnActOfTrustWhenNoHostKeyIsKnown() {
    Map<String, Object> server = Fixtures.server("untrusted");
    server.remove("hostKeys");

    Answer answer = add(server);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("--trust-on-first-use");
    assertThat(OWNER.get("/api/v1/servers/untrusted").status()).isEqualTo(404);
  }

  @Test
  void shouldPinOnlyTheKeyWithTheTrustedFingerprint() {
    TestPlatform.SHOWN.put("192.0.2.7", List.of(SHOWN));
    Map<String, Object> server = Fixtures.server("trusted");
    server.remove("hostKeys");
    server.put("address", "192.0.2.7");

    server.put("trust", "SHA256:other");
    Answer refused = add(server);
    server.put("trust", SHOWN.fingerprint());
    Answer accepted = add(server);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("it shows ssh-ed25519 " + SHOWN.fingerprint());
    assertThat(accepted.status()).isEqualTo(201);
    assertThat(
            OWNER.post("/api/v1/servers/trusted/trust", Map.of("trustOnFirstUse", true)).status())
        .isEqualTo(200);
  }

  @Test
  void shouldSayWhyTheHostKeyCannotBeRead() {
    Map<String, Object> server = Fixtures.server("offline");
    server.remove("hostKeys");
    server.put("trustOnFirstUse", true);
    server.put("address", "192.0.2.9");

    Answer answer = add(server);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("code")).isEqualTo("server-unreachable");
    assertThat(answer.text("detail")).contains("192.0.2.9:22", "refused");
  }

  @Test
  void shouldNotRemoveWhileAnOperationIsOpen() {
    add(Fixtures.server("busy"));
    String id =
        OWNER.post("/api/v1/operations", Map.of("type", "lockdown", "selector", "busy")).text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    Answer refused = OWNER.delete("/api/v1/servers/busy");
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains(id);
    assertThat(OWNER.delete("/api/v1/servers/busy").status()).isEqualTo(204);
    assertThat(OWNER.delete("/api/v1/servers/busy").status()).isEqualTo(404);
    assertThat(PLATFORM.part(Secrets.class).find(Servers.credentialOf("busy"))).isEmpty();
  }
}
