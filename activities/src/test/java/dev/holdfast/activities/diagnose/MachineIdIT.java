package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LabTest(servers = 2)
final class MachineIdIT {
  private static final String FILE = "/var/lib/holdfast/machine-id";

  private final Lab lab;
  private final List<LabServer> labServers;
  private final Credentials credentials;
  private final TestDatabase database = new TestDatabase();
  private final Servers servers = new Servers(database.jdbi(), database.secrets());
  private final Machines machines = new Machines(database.jdbi());

  MachineIdIT(Lab lab, List<LabServer> labServers) throws IOException {
    this.lab = lab;
    this.labServers = labServers;
    this.credentials = LabFixture.credentials(labServers.getFirst());
  }

  @BeforeEach
  void forget() {
    on("lab-1", "rm -f " + FILE);
    on("lab-2", "rm -f " + FILE);
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  @Test
  void shouldShareOneLeaseAmongTheNamesOfOneMachine() {
    add("web-1", "lab-1", List.of());
    add("web-2", "lab-1", List.of());
    add("web-3", "lab-2", List.of());

    assertThat(check("web-1").level()).isEqualTo(Level.OK);
    String id = on("lab-1", "cat " + FILE);
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(on("lab-1", "stat -c '%a %U' " + FILE)).isEqualTo("600 root");
    Finding second = check("web-2");
    assertThat(check("web-3").level()).isEqualTo(Level.OK);

    assertThat(second.check()).isEqualTo("login/same-machine");
    assertThat(second.level()).isEqualTo(Level.PROBLEM);
    assertThat(second.summary()).isEqualTo("web-2 is the same machine as web-1");
    assertThat(second.fix()).contains("server add web-2 --alias-of web-1");
    assertThat(check("web-1").fix()).contains("server add web-2 --alias-of web-1");
    assertThat(machines.leaseName("web-2")).isEqualTo("web-1");
    assertThat(machines.leaseName("web-1")).isEqualTo("web-1");
    assertThat(machines.leaseName("web-3")).isEqualTo("web-3");
    assertThat(on("lab-1", "cat " + FILE)).as("is written once").isEqualTo(id);
  }

  @Test
  void shouldGiveACopiedDiskAnIdOfItsOwn() {
    add("web-1", "lab-1", List.of());
    // A copied image has the host keys of the one that it was made of, too.
    add("web-2", "lab-2", LabFixture.server(labServers.getFirst()).hostKeys());
    check("web-1");
    String id = on("lab-1", "cat " + FILE);
    on("lab-2", "install -d -m 700 /var/lib/holdfast && echo " + id + " >" + FILE);

    Finding copy = check("web-2");

    assertThat(copy.level()).isEqualTo(Level.WARNING);
    assertThat(copy.summary()).startsWith("its disk is a copy of that of web-1");
    assertThat(on("lab-2", "cat " + FILE)).matches("[0-9a-f]{32}").isNotEqualTo(id);
    assertThat(on("lab-1", "cat " + FILE)).isEqualTo(id);
    assertThat(machines.leaseName("web-2")).isEqualTo("web-2");
    assertThat(check("web-2").summary()).contains("web-1 is another machine", "same host key");
  }

  @Test
  void shouldSayThatItIsNotKnownWithoutRoot() {
    on(
        "lab-1",
        "id nosudo >/dev/null 2>&1 || useradd -m -s /bin/sh nosudo; install -d -o nosudo -m 700 ~nosudo/.ssh && install -o nosudo -m 600 ~debian/.ssh/authorized_keys ~nosudo/.ssh/authorized_keys");
    try {
      Server lab1 = LabFixture.server(labServers.getFirst(), "nosudo");
      add("web-1", lab1, List.of());

      Finding finding = check("web-1");

      assertThat(finding.level()).isEqualTo(Level.SKIPPED);
      assertThat(finding.summary()).contains("the machine id is not known");
    } finally {
      on("lab-1", "userdel -r -f nosudo 2>/dev/null || true");
    }
  }

  private Finding check(String name) {
    return new Diagnostics(
            servers::byFullName,
            () -> new SshjSsh(credentials),
            Map.of("sshj", OfferedAlgorithms.byKind()),
            Optional.of(machines))
        .diagnose(new DiagnosisRequest(name, null, true)).findings().stream()
            .filter(finding -> finding.check().matches("login/(same-)?machine"))
            .findFirst()
            .orElseThrow();
  }

  private void add(String name, String labName, List<HostKey> more) {
    LabServer labServer =
        labServers.stream().filter(s -> s.name().equals(labName)).findFirst().orElseThrow();
    add(name, LabFixture.server(labServer), more);
  }

  private void add(String name, Server at, List<HostKey> more) {
    Server server =
        new Server(
            name,
            at.address(),
            at.port(),
            at.user(),
            Servers.credentialOf(name),
            Stream.concat(at.hostKeys().stream(), more.stream()).toList(),
            Map.of(),
            null);
    assertThat(servers.add(server, LoginSecrets.key("of the lab"))).isPresent();
  }

  private String on(String server, String script) {
    return lab.exec(server, "sh", "-c", script).orThrow();
  }
}
