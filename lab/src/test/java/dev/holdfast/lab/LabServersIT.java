package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.testing.LabTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LabTest(servers = 3)
class LabServersIT {

  @TempDir Path directory = Path.of("");
  private OpenSsh ssh = new OpenSsh(directory);

  @BeforeEach
  void useDirectory() {
    ssh = new OpenSsh(directory);
  }

  @Test
  void shouldLogInWithPinnedHostKeyWhenServersAreUp(List<LabServer> servers) throws Exception {
    assertThat(servers).extracting(LabServer::name).containsExactly("lab-1", "lab-2", "lab-3");
    for (LabServer server : servers) {
      assertThat(ssh.run(server, "whoami; hostname; sudo -n whoami").orThrow())
          .isEqualTo("debian\n" + server.name() + "\nroot");
    }
  }

  @Test
  void shouldRefuseWhenThePinnedKeyIsAnotherServers(List<LabServer> servers) throws Exception {
    LabServer first = servers.get(0);
    String wrong =
        "[%s]:%d %s\n".formatted(first.address(), first.port(), servers.get(1).publicKey());

    LabExecResult refused = ssh.run(first, wrong, "true");

    assertThat(refused.exitCode()).isEqualTo(255);
    assertThat(refused.stderr()).containsIgnoringCase("host key verification failed");
  }

  @Test
  void shouldGiveEachServerItsOwnIdentity(Lab lab, List<LabServer> servers) {
    assertThat(
            new HashSet<>(
                servers.stream()
                    .flatMap(server -> server.hostKeys().stream())
                    .map(LabHostKey::fingerprint)
                    .toList()))
        .hasSize(3 * 3);
    assertThat(
            servers.stream()
                .map(server -> lab.exec(server.name(), "cat", "/etc/machine-id").orThrow())
                .collect(Collectors.toSet()))
        .hasSize(3)
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void shouldPrintTheFingerprintThatSshKeygenPrints(Lab lab, LabServer server) {
    assertThat(
            lab.exec(server.name(), "ssh-keygen", "-lf", "/etc/ssh/ssh_host_ed25519_key.pub")
                .orThrow())
        .contains(" " + server.hostKeyFingerprint() + " ");
  }

  @Test
  void shouldBeBareDebianWithSystemd(Lab lab, LabServer server) throws Exception {
    assertThat(ssh.run(server, ". /etc/os-release; echo $ID $VERSION_ID").orThrow())
        .isEqualTo("debian 12");
    assertThat(ssh.run(server, "systemctl is-system-running").orThrow()).isEqualTo("running");
    assertThat(ssh.run(server, "command -v python3").exitCode()).isNotZero();
    assertThat(ssh.run(server, "sudo sshd -T | grep -iE '^(permitroot|password)' | sort").orThrow())
        .isEqualTo("passwordauthentication yes\npermitrootlogin yes");
    assertThat(lab.exec(server.name(), "passwd", "-S", "root").orThrow()).startsWith("root P ");
  }

  @Test
  void shouldRunTransientUnitsAndKeepAJournal(LabServer server) throws Exception {
    assertThat(
            ssh.run(server, "sudo systemd-run --quiet --wait --pipe --collect echo from-a-unit")
                .orThrow())
        .isEqualTo("from-a-unit");
    assertThat(
            ssh.run(server, "sudo systemd-run --quiet --wait -u lab-says echo kept-line")
                .exitCode())
        .isZero();
    assertThat(
            ssh.run(server, "sudo journalctl --sync; sudo journalctl -u lab-says -o cat").orThrow())
        .contains("kept-line");
  }

  @Test
  void shouldOwnItsNetworkSettingsButNotTheHostsKernel(LabServer server) throws Exception {
    String file = "/proc/sys/net/ipv4/conf/all/accept_redirects";
    String here = Files.readString(Path.of(file));

    assertThat(ssh.run(server, "sudo sysctl -qw net.ipv4.conf.all.accept_redirects=0").exitCode())
        .isZero();
    assertThat(ssh.run(server, "cat " + file).orThrow()).isEqualTo("0");
    assertThat(ssh.run(server, "sudo sysctl -qw net.ipv4.conf.all.accept_redirects=1").exitCode())
        .isZero();
    assertThat(ssh.run(server, "cat " + file).orThrow()).isEqualTo("1");
    assertThat(Path.of(file)).hasContent(here);
    assertThat(ssh.run(server, "echo 1 | sudo tee /proc/sys/kernel/randomize_va_space").stderr())
        .contains("Read-only file system");
  }

  @Test
  void shouldInstallPackagesFromTheMirror(LabServer server) throws Exception {
    String install =
        "sudo apt-get update -q && sudo DEBIAN_FRONTEND=noninteractive apt-get install -q -y hello";

    assertThat(ssh.run(server, install).exitCode()).isZero();
    assertThat(ssh.run(server, "hello").orThrow()).isEqualTo("Hello, world!");
  }

  @Test
  void shouldKeepPortKeysAndFilesWhenRebooted(Lab lab, LabServer server) throws Exception {
    String mark = "sudo mkdir -p /var/lib/holdfast && echo kept | sudo tee /var/lib/holdfast/mark";
    assertThat(ssh.run(server, mark + "; sudo touch /run/volatile").exitCode()).isZero();
    String started = lab.exec(server.name(), "stat", "-c", "%Y", "/run/systemd").orThrow();

    LabServer rebooted = lab.reboot(server.name());

    assertThat(rebooted).isEqualTo(server);
    assertThat(ssh.run(server, "cat /var/lib/holdfast/mark; ls /run/volatile").stdout())
        .isEqualTo("kept\n");
    assertThat(lab.exec(server.name(), "stat", "-c", "%Y", "/run/systemd").orThrow())
        .isNotEqualTo(started);
  }

  @Test
  void shouldComeBackWhenItsPowerWasCut(Lab lab, List<LabServer> servers) throws Exception {
    LabServer server = servers.get(1);
    lab.kill(server.name());
    assertThat(lab.server(server.name()).state()).isEqualTo("exited");
    assertThat(lab.server(server.name()).hostKeys()).isEqualTo(server.hostKeys());

    assertThat(lab.start(server.name())).isEqualTo(server);
    assertThat(ssh.run(server, "true").exitCode()).isZero();
  }

  @Test
  void shouldFreezeAndGoOn(Lab lab, List<LabServer> servers) throws Exception {
    LabServer server = servers.get(2);
    lab.pause(server.name());
    assertThat(lab.server(server.name()).state()).isEqualTo("paused");

    lab.unpause(server.name());
    assertThat(ssh.run(server, "true").exitCode()).isZero();
  }

  @Test
  void shouldReportExitCodeAndBothStreamsOfACommand(Lab lab) {
    assertThat(lab.exec("lab-1", "sh", "-c", "echo out; echo err >&2; exit 7"))
        .isEqualTo(new LabExecResult(7, "out\n", "err\n"));
  }

  @Test
  void shouldListenOnLoopbackOnly(LabServer server) throws Exception {
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThat(accepts(address, server.port())).as("%s", address).isFalse();
        }
      }
    }
    assertThat(accepts(InetAddress.getByName(server.address()), server.port())).isTrue();
  }

  @Test
  void shouldKeepKeyAndPasswordToTheOwner(LabServer server) throws Exception {
    for (Path file : List.of(server.keyFile(), server.keyFile().resolveSibling("password"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
