package dev.holdfast.workflows.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.DesiredState.Desired;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.Sshd;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LockdownDesiredStateTest {
  private static final Facts.PublicKey ED25519 = new Facts.PublicKey("ED25519", 256);
  private static final Map<String, List<String>> OFFERED =
      Map.of(
          "kex", List.of("curve25519-sha256"),
          "cipher", List.of("aes256-gcm@openssh.com"),
          "mac", List.of(),
          "key-sig", List.of("ssh-ed25519", "rsa-sha2-512"));

  @Test
  void shouldRefuseNothingWhenNothingLocksUsOut() {
    assertThat(desired("debian", "ssh-ed25519", List.of(ED25519), OFFERED, "").refusals())
        .isEmpty();
  }

  @Test
  void shouldRefuseToCutOffWhatIsBehindAJumpHost() {
    Server gate = new Server("gate", "10.0.0.1", 22, "debian", "k", List.of(), Map.of(), null);
    LockdownDesiredState lockdown = new LockdownDesiredState();

    assertThat(lockdown.cutsOff(forwarding(false), gate, List.of("db-1", "db-2")))
        .singleElement()
        .asString()
        .contains("db-1, db-2", "set sshd.allowTcpForwarding=true");
    assertThat(lockdown.cutsOff(forwarding(true), gate, List.of("db-1"))).isEmpty();
    assertThat(lockdown.cutsOff(forwarding(false), gate, List.of())).isEmpty();
  }

  private static LockdownInput forwarding(boolean allowed) {
    return new LockdownInput(
        new LockdownInput.Sshd(List.of(), List.of(), allowed, 3, 30), 60, List.of());
  }

  @Test
  void shouldRefuseWhatWouldLockUsOut() {
    assertThat(desired("root", "ssh-ed25519", List.of(ED25519), OFFERED, "").refusals())
        .singleElement()
        .asString()
        .contains("logs in as root");
    assertThat(
            desired(
                    "debian",
                    "ssh-ed25519",
                    List.of(new Facts.PublicKey("RSA", 2048), new Facts.PublicKey("DSA", 1024)),
                    OFFERED,
                    "")
                .refusals())
        .singleElement()
        .asString()
        .contains("no authorized key");
    assertThat(desired("debian", "ecdsa-sha2-nistp256", List.of(ED25519), OFFERED, "").refusals())
        .singleElement()
        .asString()
        .contains("none of the pinned host keys");
    assertThat(desired("debian", "ssh-ed25519", List.of(ED25519), Map.of(), "").refusals())
        .contains("sshd: Holdfast itself would have no key exchange in common with it");
  }

  @Test
  void shouldPutTheIncludeFirstAndPortsOutOfTheWay() {
    Desired desired =
        desired("debian", "ssh-ed25519", List.of(ED25519), OFFERED, "Port 22\nUsePAM yes\n");
    Sshd sshd = (Sshd) desired.groups().getFirst().resources().getFirst();

    assertThat(sshd.files())
        .extracting(Sshd.ConfigFile::path)
        .containsExactly(SshdFiles.MAIN, SshdFiles.DROP_IN);
    assertThat(sshd.files().getFirst().content())
        .isEqualTo("Include /etc/ssh/sshd_config.d/*.conf\n#holdfast# Port 22\nUsePAM yes\n");
    assertThat(sshd.files().getLast().content())
        .contains("\nPort 2222\n", "Match all\n", "\nHostKey /k/ed25519\n")
        .doesNotContain("nistp256,", "/k/ecdsa", "/k/rsa");
    assertThat(sshd.effective()).containsEntry("port", List.of("2222"));
  }

  private static Desired desired(
      String user,
      String pinned,
      List<Facts.PublicKey> keys,
      Map<String, List<String>> client,
      String main) {
    Facts.Sshd sshd =
        new Facts.Sshd(
            null,
            "ssh.service",
            false,
            Map.of(
                "port", List.of("22"),
                "requiredrsasize", List.of("1024"),
                "hostkey", List.of("/k/rsa", "/k/ecdsa", "/k/ed25519")),
            Map.of(
                "kex", List.of("curve25519-sha256", "diffie-hellman-group1-sha1"),
                "cipher", List.of("aes256-gcm@openssh.com", "3des-cbc"),
                "mac", List.of("hmac-sha2-256-etm@openssh.com", "hmac-md5"),
                "key-sig", List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512")),
            client,
            List.of(
                new Facts.HostKeyFile("/k/rsa", "ssh-rsa", 2048),
                new Facts.HostKeyFile("/k/ecdsa", "ecdsa-sha2", 256),
                new Facts.HostKeyFile("/k/ed25519", "ssh-ed25519", 256)),
            List.of(new Facts.ConfigFile(SshdFiles.MAIN, main, "0644")),
            keys);
    Facts facts =
        new Facts(
            "apt",
            true,
            true,
            true,
            Set.of(user),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of(),
            new Facts.UnknownPackages(Set.of(), false),
            Map.of(),
            sshd);
    Server server =
        new Server(
            "web-1",
            "10.0.0.1",
            22,
            user,
            "k",
            List.of(new HostKey(pinned, "AAAA")),
            Map.of(),
            null);
    List<Integer> ports = main.isEmpty() ? List.of() : List.of(2222);
    LockdownInput input =
        new LockdownInput(new LockdownInput.Sshd(ports, List.of(), false, 3, 30), 60, List.of());
    return new LockdownDesiredState().desired(input, facts, server);
  }
}
