package dev.holdfast.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.SshKeygen;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditRecord;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.schemas.server.HostKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the platform signs for SSH clients, and everything that it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SIGN = "/api/v1/servers/agent-1/agent/sign";
  private static final byte[] SESSION = AgentWire.string(new byte[32]);
  private static final byte[] TRUE = {1};
  private static final String PLAIN = "publickey";
  private static final String BOUND = "publickey-hostbound-v00@openssh.com";

  private HostKey key;
  private HostKey rsa;

  @BeforeAll
  void register(@TempDir Path directory) throws Exception {
    key = registered("agent-1", Fixtures.privateKey());
    Path file = SshKeygen.generate(directory.resolve("rsa"), "rsa", 3072, "PEM");
    rsa = registered("agent-rsa", new String(SshKeygen.text(file), StandardCharsets.UTF_8));
  }

  private static HostKey registered(String name, String privateKey) {
    Map<String, Object> server = Fixtures.server(name);
    server.put("key", privateKey);
    assertThat(OWNER.post("/api/v1/servers", server).status()).isEqualTo(201);
    var offered = OWNER.get("/api/v1/servers/" + name + "/agent").json().path("keys").path(0);
    return new HostKey(offered.path("type").asString(), offered.path("key").asString());
  }

  @Test
  void shouldOfferThePublicKeyAlone() {
    Answer answer = OWNER.get("/api/v1/servers/agent-1/agent");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("user")).isEqualTo("admin");
    assertThat(answer.json().path("keys").size()).isEqualTo(1);
    assertThat(answer.body()).contains(key.fingerprint()).doesNotContain("PRIVATE");
  }

  @Test
  void shouldSignALoginOfTheRegisteredUser() throws Exception {
    Answer answer = sign(login("admin", PLAIN, key, new byte[0]));

    assertThat(answer.status()).isEqualTo(200);
    AgentWire signature = new AgentWire(Base64.getDecoder().decode(answer.text("signature")));
    assertThat(signature.text()).isEqualTo("ssh-ed25519");
    assertThat(signature.string()).hasSize(64);
  }

  @Test
  void shouldWriteDownALoginAndWhatItIsFor() {
    byte[] login = login("admin", PLAIN, key, new byte[0]);
    String asked = request(login, 0);
    String mount = asked.replace("}", ",\"purpose\":\"mount\"}");
    int before = logins().size();

    assertThat(OWNER.post(SIGN, asked).status()).isEqualTo(200);
    assertThat(OWNER.post(SIGN, mount).status()).isEqualTo(200);
    assertThat(OWNER.post(SIGN, mount.replace("mount", "other")).status()).isEqualTo(422);

    List<AuditRecord> logins = logins();
    assertThat(logins).hasSize(before + 2);
    assertThat(logins.getFirst().command()).isEqualTo("mount");
    assertThat(logins.get(1).command()).isEqualTo("ssh");
    assertThat(logins)
        .allMatch(record -> record.kind() == AuditedCommand.Kind.CONNECT && !record.internal());
  }

  @Test
  void shouldSignNothingWhereTheCommandPolicyForbidsLogins() {
    byte[] login = login("admin", PLAIN, key, new byte[0]);
    String rules = "/api/v1/policies/commands";
    String id =
        OWNER
            .post(rules, Map.of("effect", "deny", "selector", "agent-1", "words", List.of("ssh")))
            .text("id");

    Answer answer = sign(login);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("code")).isEqualTo("command-refused");
    assertThat(logins().getFirst().outcome()).isEqualTo(AuditedCommand.Outcome.REFUSED);
    OWNER.delete(rules + "/" + id);
    assertThat(sign(login).status()).isEqualTo(200);
  }

  private static List<AuditRecord> logins() {
    return PLATFORM
        .part(CommandAudit.class)
        .list(new AuditFilter("default", "agent-1", null, null, null), false, null, 100)
        .items()
        .stream()
        .filter(record -> record.kind() != AuditedCommand.Kind.ACTION)
        .toList();
  }

  @Test
  void shouldSignALoginBoundToAPinnedHostKeyOnly() {
    byte[] pinned = blob(HostKey.parse(Fixtures.HOST_KEY));

    assertThat(sign(login("admin", BOUND, key, AgentWire.string(pinned))).status()).isEqualTo(200);
    refused(login("admin", BOUND, key, AgentWire.string(blob(key))), "not pinned");
  }

  @Test
  void shouldSignWithACertificateForAHostThatAnAuthorityVouchesFor(@TempDir Path directory)
      throws Exception {
    Path user = SshKeygen.generate(directory.resolve("user"), "ed25519", 256, "RFC4716");
    Path host = SshKeygen.generate(directory.resolve("host"), "ed25519", 256, "RFC4716");
    Path ca = SshKeygen.generate(directory.resolve("ca"), "ed25519", 256, "RFC4716");
    Path other = SshKeygen.generate(directory.resolve("other"), "ed25519", 256, "RFC4716");
    HostKey certificate =
        HostKey.parse(SshKeygen.certificate(ca, directory.resolve("user.pub"), "-n", "admin"));
    HostKey shown =
        HostKey.parse(SshKeygen.certificate(ca, directory.resolve("host.pub"), "-h", "-n", "web"));
    HostKey foreign =
        HostKey.parse(
            SshKeygen.certificate(other, directory.resolve("host.pub"), "-h", "-n", "web"));
    Map<String, Object> server = Fixtures.server("agent-ca");
    server.put("key", new String(SshKeygen.text(user), StandardCharsets.UTF_8));
    server.put("certificate", certificate.line());
    server.put("authorities", List.of(SshKeygen.publicKey(ca)));
    Answer added = OWNER.post("/api/v1/servers", server);
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    assertThat(OWNER.get("/api/v1/servers/agent-ca/agent").body()).contains(certificate.key());
    String path = "/api/v1/servers/agent-ca/agent/sign";

    byte[] trusted = login("admin", BOUND, certificate, AgentWire.string(blob(shown)));
    byte[] untrusted = login("admin", BOUND, certificate, AgentWire.string(blob(foreign)));
    byte[] plain = login("admin", PLAIN, HostKey.parse(SshKeygen.publicKey(user)), new byte[0]);
    byte[] foreignKey =
        login("admin", PLAIN, HostKey.parse(SshKeygen.publicKey(host)), new byte[0]);

    assertThat(OWNER.post(path, request(trusted, 0)).status()).isEqualTo(200);
    assertThat(OWNER.post(path, request(plain, 0)).status()).isEqualTo(200);
    assertThat(OWNER.post(path, request(untrusted, 0)).status()).isEqualTo(403);
    assertThat(OWNER.post(path, request(foreignKey, 0)).status()).isEqualTo(403);
  }

  @Test
  void shouldSayThatAnAgentOfTheWorkerSignsForWorkersOnly() {
    Map<String, Object> server = Fixtures.server("agent-there");
    server.remove("key");
    server.put("agent", "");
    assertThat(OWNER.post("/api/v1/servers", server).status()).isEqualTo(201);

    Answer answer = OWNER.get("/api/v1/servers/agent-there/agent");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("detail")).contains("an agent on its worker's machine");
  }

  @Test
  void shouldRefuseAnotherUserAndAnotherKey() {
    refused(login("root", PLAIN, key, new byte[0]), "another user than admin");
    refused(login("admin", PLAIN, rsa, new byte[0]), "another key");
  }

  @Test
  void shouldRefuseWhatIsNoLogin() {
    byte[] login = login("admin", PLAIN, key, new byte[0]);
    refused(
        AgentWire.join(
            "SSHSIG".getBytes(StandardCharsets.US_ASCII),
            AgentWire.string("file"),
            AgentWire.string(""),
            AgentWire.string("sha512"),
            AgentWire.string(new byte[64])),
        "not a login over SSH");
    refused(new byte[0], "ends early");
    refused(new byte[] {-1, -1, -1, -1}, "ends early");
    refused(Arrays.copyOf(login, login.length - 1), "ends early");
    refused(AgentWire.join(login, new byte[] {0}), "follow its end");
    refused(login("admin", BOUND, key, new byte[0]), "ends early");
    refused(login("admin", "hostbased", key, new byte[0]), "public key");
    refused(parts(AgentWire.string(new byte[20]), 50, "ssh-connection", TRUE), "session");
    refused(parts(SESSION, 51, "ssh-connection", TRUE), "not an authentication request");
    refused(parts(SESSION, 50, "ssh-userauth", TRUE), "another service");
    refused(parts(SESSION, 50, "ssh-connection", new byte[] {0}), "only asks");
  }

  @Test
  void shouldSignWithRsaByTheHashThatTheFlagsAskForOnly() {
    assertThat(rsaLogin("rsa-sha2-256", 2).status()).isEqualTo(200);
    assertThat(rsaLogin("rsa-sha2-512", 4).status()).isEqualTo(200);
    assertThat(rsaLogin("rsa-sha2-512", 2).text("code")).isEqualTo("signature-refused");
    assertThat(rsaLogin("ssh-rsa", 0).text("code")).isEqualTo("signature-refused");
  }

  @Test
  void shouldRefuseWhoIsNobodyAndWhatIsNoRequest() {
    String body = request(login("admin", PLAIN, key, new byte[0]), 0);

    assertThat(Http.at(OWNER.url()).post(SIGN, body).status()).isEqualTo(401);
    assertThat(Http.at(OWNER.url()).get("/api/v1/servers/agent-1/agent").status()).isEqualTo(401);
    assertThat(OWNER.post("/api/v1/servers/nobody/agent/sign", body).status()).isEqualTo(404);
    assertThat(OWNER.post(SIGN, "{}").status()).isEqualTo(422);
    assertThat(OWNER.post(SIGN, "{\"data\":\"*\"}").status()).isEqualTo(422);
    assertThat(OWNER.post(SIGN, request(new byte[100_000], 0)).status()).isEqualTo(422);
  }

  @Test
  void shouldTellTheAuditLogWhoLoggedInAndWhoWasRefused() {
    var log = (Logger) LoggerFactory.getLogger("dev.holdfast.audit");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    try {
      sign(login("admin", PLAIN, key, new byte[0]));
      sign(login("root", PLAIN, key, new byte[0]));
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list).allMatch(e -> e.getMarkerList().getFirst().getName().startsWith("ssh"));
    List<String> told = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    String owner = OWNER.get("/api/v1/me").text("name");
    assertThat(told.getFirst()).contains("signed", owner, "agent-1", "as admin");
    assertThat(told.getLast()).contains("refused", owner, "agent-1", "another user");
  }

  private static void refused(byte[] data, String why) {
    Answer answer = sign(data);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("code")).isEqualTo("signature-refused");
    assertThat(answer.text("detail")).contains(why);
  }

  private Answer rsaLogin(String algorithm, int flags) {
    byte[] data =
        AgentWire.join(
            SESSION,
            new byte[] {50},
            AgentWire.string("admin"),
            AgentWire.string("ssh-connection"),
            AgentWire.string(PLAIN),
            TRUE,
            AgentWire.string(algorithm),
            AgentWire.string(blob(rsa)));
    return OWNER.post("/api/v1/servers/agent-rsa/agent/sign", request(data, flags));
  }

  private static Answer sign(byte[] data) {
    return OWNER.post(SIGN, request(data, 0));
  }

  private static String request(byte[] data, int flags) {
    return "{\"data\":\"%s\",\"flags\":%d}"
        .formatted(Base64.getEncoder().encodeToString(data), flags);
  }

  private static byte[] login(String user, String method, HostKey key, byte[] rest) {
    return AgentWire.join(
        SESSION,
        new byte[] {50},
        AgentWire.string(user),
        AgentWire.string("ssh-connection"),
        AgentWire.string(method),
        TRUE,
        AgentWire.string(key.type()),
        AgentWire.string(blob(key)),
        rest);
  }

  private byte[] parts(byte[] session, int message, String service, byte[] signed) {
    return AgentWire.join(
        session,
        new byte[] {(byte) message},
        AgentWire.string("admin"),
        AgentWire.string(service),
        AgentWire.string(PLAIN),
        signed,
        AgentWire.string(key.type()),
        AgentWire.string(blob(key)));
  }

  private static byte[] blob(HostKey key) {
    return Base64.getDecoder().decode(key.key());
  }
}
