package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in and the trust that every adapter must know, on two real servers; an adapter's IT
 * extends it.
 */
abstract class AccessContract {
  private static final String CONFIGURATION = "/etc/ssh/sshd_config.d/access.conf";

  private final Lab lab;
  private final LabServer first;
  private final LabServer second;
  private final Server server;

  @TempDir private Path directory;
  private Keygen keygen;

  AccessContract(Lab lab, List<LabServer> servers) {
    this.lab = lab;
    this.first = servers.get(0);
    this.second = servers.get(1);
    this.server = LabFixture.server(first);
  }

  /** A new adapter. */
  abstract Ssh open(Credentials credentials, ServerLookup servers);

  @BeforeEach
  void prepare() {
    keygen = new Keygen(directory);
    on(first, "cp -p /home/debian/.ssh/authorized_keys /root/keys");
  }

  @AfterEach
  void restore() {
    on(
        first,
        "cat /root/keys >/home/debian/.ssh/authorized_keys; rm -f "
            + CONFIGURATION
            + "; systemctl reset-failed ssh; systemctl restart ssh");
  }

  @Test
  void shouldTrustAHostCertificateOfAnyTypeWithoutAPin() {
    Path authority = keygen.key("ed25519", "");
    for (var key : first.hostKeys()) {
      certify(authority, HostKey.parse(key.publicKey()), "127.0.0.1");

      assertThat(output(certified(authority))).as(key.type()).isEqualTo("in\n");
    }
  }

  @Test
  void shouldRefuseAHostCertificateThatDoesNotCount() {
    Path authority = keygen.key("rsa", "");
    HostKey key = HostKey.parse(first.publicKey());

    certify(authority, key, "198.51.100.1");
    assertFails(FailureType.HOST_KEY_MISMATCH, "it is for 198.51.100.1", certified(authority));
    certify(authority, key, "lab-1", "-V", "20200101:20200201");
    assertFails(FailureType.HOST_KEY_MISMATCH, "2020-02-01", certified(authority));
    certify(authority, key, "lab-1");
    Server trusting = certified(authority);
    assertThat(output(trusting)).isEqualTo("in\n");
    Access access = trusting.access();
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "was revoked",
        trusting.with(access.revoking(key.fingerprint())));
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "was revoked",
        trusting.with(access.revoking(Keygen.publicKey(authority).fingerprint())));
  }

  @Test
  void shouldLogInWithAUserCertificate() {
    Path authority = keygen.key("ed25519", "");
    on(
        first,
        "echo '"
            + Keygen.publicKey(authority).line()
            + "' >/etc/ssh/users.pub; echo 'TrustedUserCAKeys /etc/ssh/users.pub' >"
            + CONFIGURATION
            + "; : >/home/debian/.ssh/authorized_keys; systemctl reset-failed ssh; systemctl restart ssh");
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      Path key = keygen.key(type, "");
      HostKey certificate = keygen.sign(authority, Keygen.publicKey(key), "-n", "debian");
      Server showing = server.with(access(certificate, null));

      assertThat(output(showing, key(key))).as(type).isEqualTo("in\n");
      assertFails(FailureType.AUTHENTICATION, "authorized_keys", server, key(key));
    }
    Path key = keygen.key("ed25519", "");
    HostKey other = keygen.sign(authority, Keygen.publicKey(key), "-n", "root");
    HostKey old =
        keygen.sign(authority, Keygen.publicKey(key), "-n", "debian", "-V", "20200101:20200201");
    assertFails(
        FailureType.AUTHENTICATION, "principals", server.with(access(other, null)), key(key));
    assertFails(FailureType.AUTHENTICATION, "2020-02-01", server.with(access(old, null)), key(key));
    assertFails(
        FailureType.AUTHENTICATION,
        "not for its login key",
        server.with(access(other, null)),
        key(keygen.key("ed25519", "")));
  }

  @Test
  void shouldOpenKeysWithTheirPassphrase() {
    List<Path> keys =
        List.of(
            keygen.key("ed25519", "correct horse"),
            keygen.key("rsa", "correct horse", "-m", "PEM"),
            keygen.key("ecdsa", "correct horse", "-m", "PKCS8"));
    for (Path key : keys) {
      authorize(key);

      assertThat(output(server, opened(key, "correct horse"))).as("%s", key).isEqualTo("in\n");
      assertFails(FailureType.AUTHENTICATION, "passphrase", server, opened(key, "battery staple"));
      assertFails(FailureType.AUTHENTICATION, "passphrase", server, key(key));
    }
  }

  @Test
  void shouldNotUseAWeakKey() {
    Path weak = keygen.key("rsa", "", "-b", "2048");
    authorize(weak);

    assertFails(FailureType.AUTHENTICATION, "RSA key of 2048 bits", server, key(weak));
  }

  @Test
  void shouldLetAnAgentLogIn() throws Exception {
    Path socket = Files.createTempDirectory("hf").resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitAgent(socket);
      Server asking = server.with(access(null, socket.toString()));
      assertFails(FailureType.AUTHENTICATION, "holds no key", asking, nothing());
      for (String type : List.of("ed25519", "ecdsa", "rsa")) {
        Path key = keygen.key(type, "");
        authorize(key);
        add(socket, key);
        assertThat(output(asking, nothing())).as(type).isEqualTo("in\n");
        Keygen.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", "-D");
      }
    } finally {
      agent.destroy();
      agent.waitFor();
    }
    assertFails(
        FailureType.AUTHENTICATION,
        "does not answer on the worker's machine",
        server.with(access(null, "/nonexistent/agent")),
        nothing());
  }

  @Test
  void shouldLetAnAgentLogInWithACertificate() throws Exception {
    Path authority = keygen.key("ed25519", "");
    on(
        first,
        "echo '"
            + Keygen.publicKey(authority).line()
            + "' >/etc/ssh/users.pub; echo 'TrustedUserCAKeys /etc/ssh/users.pub' >"
            + CONFIGURATION
            + "; systemctl reset-failed ssh; systemctl restart ssh");
    Path key = keygen.key("ed25519", "");
    HostKey certificate = keygen.sign(authority, Keygen.publicKey(key), "-n", "debian");
    Path socket = Files.createTempDirectory("hf").resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitAgent(socket);
      add(socket, key);
      assertThat(output(server.with(access(certificate, socket.toString())), nothing()))
          .isEqualTo("in\n");
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  @Test
  void shouldGoThroughJumpHosts() {
    Server inner = behind("inner", second, "lab-1");
    Server back = behind("back", first, "inner");
    Map<String, Server> known = Map.of("lab-1", server, "inner", inner);
    try (Ssh ssh = open(LabFixture.credentials(first), lookup(known))) {
      Command who = command("echo $SSH_CONNECTION");

      assertThat(ssh.exec(inner, who).stdout()).startsWith(address(first) + " ");
      assertThat(ssh.exec(back, who).stdout()).startsWith(address(second) + " ");
      ssh.prove(inner, 22);
      Server other = LabFixture.server(second);
      Server pinnedOnce =
          new Server(
                  "twin",
                  address(second),
                  22,
                  "debian",
                  "k",
                  other.hostKeys().subList(0, 1),
                  Map.of(),
                  null)
              .with(jump("lab-1"));
      assertThat(ssh.exec(pinnedOnce, who).stdout()).startsWith(address(first) + " ");
      // back, inner and twin go through one connection; nobody else is on lab-1.
      assertThat(on(first, "pgrep -fc '^sshd: debian \\[priv\\]'").strip()).isEqualTo("2");
      on(first, "pkill -KILL -f '^sshd: debian'");
      assertThat(ssh.exec(inner, who).stdout()).startsWith(address(first) + " ");
    }
    LabFixture.await(lab, "! pgrep -f ^sshd:.debian >/dev/null");
  }

  @Test
  void shouldSayWhichStationFailed() {
    Server inner = behind("inner", second, "lab-1");
    HostKey wrong = Keygen.publicKey(keygen.key("ed25519", ""));
    Server changed =
        new Server(
            "lab-1", first.address(), first.port(), "debian", "k", List.of(wrong), Map.of(), null);
    Server closed =
        new Server("closed", address(second), 9, "debian", "k", inner.hostKeys(), Map.of(), null)
            .with(jump("lab-1"));
    Server strange =
        new Server("strange", address(second), 22, "debian", "k", List.of(wrong), Map.of(), null)
            .with(jump("lab-1"));
    Credentials key = LabFixture.credentials(first);

    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "its jump host failed: lab-1 (127.0.0.1:",
        () -> run(inner, key, lookup(Map.of("lab-1", changed))));
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "strange (" + address(second) + ":22 through lab-1) shows the host key",
        () -> run(strange, key, lookup(Map.of("lab-1", server))));
    assertFails(
        FailureType.UNREACHABLE,
        "cannot be reached from the jump host lab-1",
        () -> run(closed, key, lookup(Map.of("lab-1", server))));
    assertFails(FailureType.BAD_INPUT, "not registered", () -> run(inner, key, lookup(Map.of())));
    on(
        first,
        "echo 'AllowTcpForwarding no' >"
            + CONFIGURATION
            + "; systemctl reset-failed ssh; systemctl restart ssh");
    assertFails(
        FailureType.REFUSED,
        "AllowTcpForwarding",
        () -> run(inner, key, lookup(Map.of("lab-1", server))));
  }

  private Server behind(String name, LabServer lab, String jump) {
    Server plain = LabFixture.server(lab);
    return new Server(name, address(lab), 22, "debian", "k", plain.hostKeys(), Map.of(), null)
        .with(jump(jump));
  }

  private String address(LabServer server) {
    return on(server, "hostname -I").strip().split(" ", -1)[0];
  }

  private void certify(Path authority, HostKey key, String principals, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "-h";
    all[1] = "-n";
    all[2] = principals;
    System.arraycopy(options, 0, all, 3, options.length);
    HostKey certificate = keygen.sign(authority, key, all);
    on(
        first,
        "echo '"
            + certificate.line()
            + "' >/etc/ssh/host-cert.pub; echo 'HostCertificate /etc/ssh/host-cert.pub' >"
            + CONFIGURATION
            + "; systemctl reset-failed ssh; systemctl restart ssh");
  }

  /** The first server without a pin, trusted by this authority. */
  private Server certified(Path authority) {
    List<HostKey> authorities = List.of(Keygen.publicKey(authority));
    return new Server(
            "lab-1", first.address(), first.port(), "debian", "k", List.of(), Map.of(), null)
        .with(new Access(SshAdapter.AUTO, null, null, null, authorities, List.of()));
  }

  private void authorize(Path key) {
    on(first, "echo '" + Keygen.publicKey(key).line() + "' >>/home/debian/.ssh/authorized_keys");
  }

  private String output(Server server) {
    return output(server, LabFixture.credentials(first));
  }

  private String output(Server server, Credentials credentials) {
    return run(server, credentials, lookup(Map.of()));
  }

  private String run(Server server, Credentials credentials, ServerLookup servers) {
    try (Ssh ssh = open(credentials, servers)) {
      return ssh.exec(server, command("echo in")).stdout();
    }
  }

  private void assertFails(FailureType type, String words, Server server) {
    assertFails(type, words, () -> output(server));
  }

  private void assertFails(FailureType type, String words, Server server, Credentials credentials) {
    assertFails(type, words, () -> output(server, credentials));
  }

  private static void assertFails(FailureType type, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> {
          assertThat(e.type()).as(e.getMessage()).isEqualTo(type);
          assertThat(e).hasMessageContaining(words);
        });
  }

  private String on(LabServer server, String script) {
    return lab.exec(server.name(), "sh", "-c", script).orThrow();
  }

  private static Command command(String line) {
    return new Command(line, "", false, Duration.ofSeconds(20), 10_000);
  }

  private static ServerLookup lookup(Map<String, Server> known) {
    return name -> Optional.ofNullable(known.get(name));
  }

  private static Access access(@Nullable HostKey certificate, @Nullable String agent) {
    return new Access(SshAdapter.AUTO, null, certificate, agent, List.of(), List.of());
  }

  private static Access jump(String name) {
    return new Access(SshAdapter.AUTO, name, null, null, List.of(), List.of());
  }

  private static Credentials key(Path file) {
    return _ -> Keygen.read(file);
  }

  private static Credentials opened(Path file, String passphrase) {
    return new Credentials() {
      @Override
      public String privateKey(Server server) {
        return Keygen.read(file);
      }

      @Override
      public Optional<String> passphrase(Server server) {
        return Optional.of(passphrase);
      }
    };
  }

  private static Credentials nothing() {
    return _ -> {
      throw new AssertionError("an agent logs in");
    };
  }

  private static void add(Path socket, Path key) {
    Keygen.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
  }

  /** The socket is there before the agent listens to it; 2 is that nobody answers. */
  private static void awaitAgent(Path socket) {
    Keygen.run(
        "env",
        "SSH_AUTH_SOCK=" + socket,
        "timeout",
        "10",
        "sh",
        "-c",
        "until ssh-add -l >/dev/null 2>&1 || [ $? -ne 2 ]; do sleep 0.05; done");
  }
}
