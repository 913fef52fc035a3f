package dev.holdfast.activities.ssh.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LabTest
final class MinaLoginIT {
  private static final Command ECHO = new Command("echo in", "", false, Duration.ofSeconds(20), 99);

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;

  MinaLoginIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
  }

  @BeforeEach
  void makeKeys() {
    onServer(
        """
        rm -rf /root/mina; mkdir /root/mina; cd /root/mina
        ssh-keygen -q -t ed25519 -N '' -f ca
        ssh-keygen -q -t ed25519 -N '' -f key
        ssh-keygen -q -s ca -I me -n debian key.pub
        ssh-keygen -q -s ca -I late -n debian -V 20200101:20200102 -z 2 -O clear key.pub
        mv key-cert.pub late-cert.pub
        ssh-keygen -q -s ca -I me -n debian key.pub
        """);
  }

  @AfterEach
  void restore() {
    configureSshd("");
    onServer("rm -rf /root/mina /etc/ssh/mina-*");
  }

  @Test
  void shouldOpenAnEncryptedKeyWithItsPassphrase() {
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      String key =
          onServer(
                  "cd /root/mina; rm -f locked*; ssh-keygen -q -N 'open sesame' -t "
                      + type
                      + " -f locked; cat locked.pub >>/home/debian/.ssh/authorized_keys; cat locked")
              + "\n";
      try {
        assertThat(echo(server, key, "open sesame")).as(type).isEqualTo("in\n");
        assertFails(
            FailureType.AUTHENTICATION, "passphrase", () -> echo(server, key, "open barley"));
      } finally {
        onServer("sed -i '$d' /home/debian/.ssh/authorized_keys");
      }
    }
  }

  @Test
  void shouldLogInWithAUserCertificate() {
    onServer("cp /root/mina/ca.pub /etc/ssh/mina-user-ca.pub");
    configureSshd("TrustedUserCAKeys /etc/ssh/mina-user-ca.pub");
    String key = file("key") + "\n";

    assertThat(echo(server.with(certificate("key-cert.pub")), key, null)).isEqualTo("in\n");
    assertFails(FailureType.AUTHENTICATION, "authorized_keys", () -> echo(server, key, null));
    assertFails(
        FailureType.AUTHENTICATION,
        "not valid now",
        () -> echo(server.with(certificate("late-cert.pub")), key, null));
  }

  @Test
  void shouldTrustTheHostCertificateOfAnAuthority() {
    onServer(
        """
        cp /etc/ssh/ssh_host_ed25519_key.pub /etc/ssh/mina-host.pub
        ssh-keygen -q -s /root/mina/ca -h -I host -n 127.0.0.1 /etc/ssh/mina-host.pub
        """);
    configureSshd("HostCertificate /etc/ssh/mina-host-cert.pub");
    HostKey authority = HostKey.parse(file("ca.pub"));
    Server certified = unpinned(List.of(authority), List.of());

    assertThat(echo(certified)).isEqualTo("in\n");
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "revoked",
        () -> echo(unpinned(List.of(authority), List.of(authority.fingerprint()))));
    assertFails(
        FailureType.HOST_KEY_MISMATCH, "server trust", () -> echo(unpinned(List.of(), List.of())));

    onServer(
        "ssh-keygen -q -s /root/mina/ca -h -I host -n elsewhere /etc/ssh/mina-host.pub; systemctl restart ssh");
    assertFails(FailureType.HOST_KEY_MISMATCH, "elsewhere", () -> echo(certified));
  }

  @Test
  void shouldLogInByAnAgent(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try (Ssh ssh = new MinaSsh(_ -> "never asked for")) {
      // It prints where it listens once it does.
      agent.inputReader().readLine();
      Server byAgent =
          server.with(
              new Access(SshAdapter.MINA, null, null, socket.toString(), List.of(), List.of()));
      assertFails(FailureType.AUTHENTICATION, "authorized_keys", () -> ssh.exec(byAgent, ECHO));

      ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", labServer.keyFile().toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.start().waitFor()).isZero();

      assertThat(ssh.exec(byAgent, ECHO).stdout()).isEqualTo("in\n");
    } finally {
      agent.destroy();
    }
  }

  @Test
  void shouldSayThatThereIsNoAgent() {
    Server byAgent =
        server.with(
            new Access(SshAdapter.MINA, null, null, "/nowhere/agent", List.of(), List.of()));

    assertFails(FailureType.AUTHENTICATION, "/nowhere/agent", () -> echo(byAgent));
  }

  @Test
  void shouldRefuseToReachPastAJumpHost() {
    Server behind =
        server.with(new Access(SshAdapter.MINA, "bastion", null, null, List.of(), List.of()));

    assertFails(FailureType.BAD_INPUT, "--adapter sshj", () -> echo(behind));
  }

  private Server unpinned(List<HostKey> authorities, List<String> revoked) {
    return new Server(
        server.name(),
        server.address(),
        server.port(),
        server.user(),
        server.credential(),
        List.of(),
        Map.of(),
        null,
        new Access(SshAdapter.MINA, null, null, null, authorities, revoked));
  }

  private Access certificate(String name) {
    return new Access(SshAdapter.MINA, null, HostKey.parse(file(name)), null, List.of(), List.of());
  }

  private String echo(Server server) {
    return echo(server, LabFixture.credentials(labServer).privateKey(server), null);
  }

  private static String echo(Server server, String key, @Nullable String passphrase) {
    Credentials credentials =
        new Credentials() {
          @Override
          public String privateKey(Server server) {
            return key;
          }

          @Override
          public Optional<String> passphrase(Server server) {
            return Optional.ofNullable(passphrase);
          }
        };
    try (Ssh ssh = new MinaSsh(credentials)) {
      return ssh.exec(server, ECHO).stdout();
    }
  }

  private String file(String name) {
    return onServer("cat /root/mina/" + name).strip();
  }

  private String onServer(String script) {
    return LabFixture.onServer(lab, script);
  }

  /** Restarts it, because that waits until the configuration is in force; a reload does not. */
  private void configureSshd(String line) {
    onServer(
        "echo '"
            + line
            + "' >/etc/ssh/sshd_config.d/test.conf; systemctl reset-failed ssh; systemctl restart ssh");
  }

  private static void assertFails(FailureType type, String message, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).as(e.getMessage()).isEqualTo(type))
        .hasMessageContaining(message);
  }
}
