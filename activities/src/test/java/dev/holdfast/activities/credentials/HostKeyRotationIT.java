package dev.holdfast.activities.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.ssh.BeforeLogin;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.credentials.RotationActivities.EndRequest;
import dev.holdfast.schemas.credentials.RotationActivities.MakeRequest;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Host keys on a real server. Each step is delivered to one worker, and again to another that knows
 * nothing of the first: as after a kill at its end.
 */
@LabTest
final class HostKeyRotationIT {
  private static final String GROUP = RotationActivities.HOST_KEYS;
  private static final AtomicInteger OPERATIONS = new AtomicInteger();

  private final Lab lab;
  private final Server server;
  private final String loginKey;
  private final TestDatabase database = new TestDatabase();
  private final Servers servers = new Servers(database.jdbi(), database.secrets());
  private final RotationBench one = new RotationBench(database);
  private final RotationBench other = new RotationBench(database);

  HostKeyRotationIT(Lab lab, LabServer labServer) throws IOException {
    this.lab = lab;
    Server plain = LabFixture.server(labServer);
    this.server = plain.withCredential(Servers.credentialOf(plain.name()));
    this.loginKey = Files.readString(labServer.keyFile());
  }

  @BeforeEach
  void prepare() {
    onServer(
        "rm -rf /root/host-keys && mkdir /root/host-keys && cp -a /etc/ssh/ssh_host_* /root/host-keys/");
    assertThat(servers.add(server, new LoginSecrets(loginKey, null, null))).isPresent();
  }

  @AfterEach
  void restore() throws IOException {
    one.close();
    other.close();
    database.close();
    // Other tests know the server by them.
    onServer(
        """
        set -e
        mv -f /root/host-keys/* /etc/ssh/
        rm -rf /root/host-keys /var/lib/holdfast/host-keys
        systemctl reload ssh
        """);
    LabFixture.await(
        lab,
        "ssh-keyscan -t ed25519 localhost 2>/dev/null | grep -qF \"$(cut -c 13-80 /etc/ssh/ssh_host_ed25519_key.pub)\"");
  }

  @Test
  void shouldReplaceTheHostKeysAndPinTheNewOnes() throws IOException {
    List<HostKey> old = installed();
    Rotation rotation = new Rotation("rotate-credentials", Map.of("rotate", List.of("host-keys")));
    assertThat(rotation.plan.refusals()).isEmpty();
    assertThat(rotation.plan.warnings()).singleElement().asString().contains("known_hosts");
    PlanSummary made = rotation.make();
    assertThat(installed()).as("made, and not yet in place").isEqualTo(old);
    assertThat(pinned()).isEqualTo(server.hostKeys());

    assertThat(rotation.apply(made).result()).isEqualTo(Result.APPLIED);
    List<HostKey> fresh = installed();
    assertThat(fresh).hasSameSizeAs(old).doesNotContainAnyElementsOf(old);
    assertThat(pinned()).containsAll(server.hostKeys()).containsAll(fresh);
    rotation.prove(made);
    assertThat(rotation.confirm(made)).isEqualTo(ConfirmOutcome.CONFIRMED);
    assertThat(pinned()).hasSameElementsAs(fresh);
    rotation.end();

    assertThat(shown()).isIn(fresh);
    assertThat(onServer("cat /etc/ssh/ssh_host_ed25519_key.pub")).contains(shown().key());
    assertThat(onServer("stat -c %a /etc/ssh/ssh_host_ed25519_key").strip()).isEqualTo("600");
    assertThatCode(() -> one.ssh.prove(current(), server.port())).doesNotThrowAnyException();
    assertThatThrownBy(() -> one.ssh.prove(server, server.port()))
        .as("who knows the old keys only")
        .hasMessageContaining("not trusted");
    assertThat(onServer("ls /var/lib/holdfast/host-keys").lines()).hasSameSizeAs(old);
    assertThat(events()).containsExactly("host-keys");

    Rotation undo = new Rotation("undo", Map.of("operation", rotation.id));
    assertThat(undo.plan.refusals()).isEmpty();
    undo.undo();

    assertThat(installed()).isEqualTo(old);
    assertThat(pinned()).hasSameElementsAs(old);
    assertThatCode(() -> other.ssh.prove(current(), server.port())).doesNotThrowAnyException();
  }

  @Test
  void shouldTrustOnlyTheOldKeysAgainWhenTheServerReverts() {
    List<HostKey> old = installed();
    Rotation rotation =
        new Rotation(
            "rotate-credentials",
            Map.of("rotate", List.of("host-keys"), "confirmWithinSeconds", 15));
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made).result()).isEqualTo(Result.APPLIED);
    LabFixture.await(
        lab, "cmp -s /root/host-keys/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key");

    assertThat(rotation.confirm(made)).isEqualTo(ConfirmOutcome.REVERTED);
    rotation.end();

    assertThat(installed()).isEqualTo(old);
    assertThat(pinned()).hasSameElementsAs(server.hostKeys());
    assertThat(events()).isEmpty();
  }

  @Test
  void shouldFindOutWhichKeysTheServerHasWhenNobodyCouldDecide() {
    Rotation rotation = new Rotation("rotate-credentials", Map.of("rotate", List.of("host-keys")));
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made).result()).isEqualTo(Result.APPLIED);

    rotation.close();

    assertThat(onServer("cmp /root/host-keys/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key"))
        .as("what nobody has confirmed is reverted")
        .isEmpty();
    assertThat(pinned()).hasSameElementsAs(server.hostKeys());
    assertThatCode(() -> one.ssh.prove(current(), server.port())).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseInThePlanWhatNobodyCouldProve() {
    onServer(
        "ln -s /root/host-keys/ssh_host_ed25519_key /etc/ssh/other && printf 'HostKey /etc/ssh/other\\nHostKey /etc/ssh/ssh_host_ed25519_key\\nHostKey /etc/ssh/ssh_host_ecdsa_key\\nHostKey /etc/ssh/ssh_host_rsa_key\\n' >/etc/ssh/sshd_config.d/other.conf");
    try {
      assertThat(
              new Rotation("rotate-credentials", Map.of("rotate", List.of("host-keys")))
                  .plan.refusals())
          .singleElement()
          .asString()
          .contains("/etc/ssh/other is a symbolic link");
    } finally {
      onServer("rm -f /etc/ssh/other /etc/ssh/sshd_config.d/other.conf");
    }
  }

  private Server current() {
    return servers.byFullName(server.name()).orElseThrow();
  }

  private List<HostKey> pinned() {
    return current().hostKeys();
  }

  /** By the private halves. */
  private List<HostKey> installed() {
    return onServer("for f in /etc/ssh/ssh_host_*_key; do ssh-keygen -y -f $f; done")
        .lines()
        .map(HostKey::parse)
        .map(key -> new HostKey(key.type(), key.key()))
        .toList();
  }

  private HostKey shown() throws IOException {
    return BeforeLogin.hostKey(
        InetSocketAddress.createUnresolved(server.address(), server.port()), "ssh-ed25519");
  }

  private List<String> events() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select data->>'credential' from events where kind = 'server.credential-rotated'")
                .mapTo(String.class)
                .list());
  }

  private String onServer(String script) {
    return LabFixture.onServer(lab, script);
  }

  /** One operation, whose every step is delivered twice. */
  private final class Rotation {
    private final String id =
        "op-host-keys-%d-%d".formatted(ProcessHandle.current().pid(), OPERATIONS.incrementAndGet());
    private final long token = LabFixture.nextToken();
    private final PlanSummary plan;

    Rotation(String type, Map<String, ?> input) {
      database.operation(id, type);
      database.server(id, server.name());
      plan = twice(worker -> worker.changes.plan(new PlanRequest(step("plan"), type, input)));
    }

    PlanSummary make() {
      return twice(
          worker -> worker.rotations.makeCredentials(new MakeRequest(step("make"), plan.hash())));
    }

    ApplyOutcome apply(PlanSummary made) {
      return twice(worker ->
          worker.rotations.applyCredential(request(made, ChangeActivities.applyKey(GROUP), GROUP)));
    }

    void prove(PlanSummary made) {
      boolean _ =
          twice(worker -> {
            worker.rotations.proveCredential(request(made, "prove/" + GROUP, GROUP));
            return true;
          });
    }

    ConfirmOutcome confirm(PlanSummary made) {
      return twice(
          worker -> worker.rotations.confirmCredential(request(made, "confirm/" + GROUP, GROUP)));
    }

    void end() {
      boolean _ =
          twice(worker -> {
            worker.rotations.endRotation(new EndRequest(step("end")));
            return true;
          });
      close();
    }

    void close() {
      boolean _ =
          twice(worker -> {
            worker.changes.close(new CloseRequest(step("close")));
            return true;
          });
    }

    void undo() {
      String group = plan.groups().getFirst().key();
      assertThat(
              twice(worker ->
                      worker.changes.apply(request(plan, ChangeActivities.applyKey(group), group)))
                  .result())
          .isEqualTo(Result.APPLIED);
      boolean _ =
          twice(worker -> {
            worker.changes.prove(request(plan, "prove/" + group, group));
            return true;
          });
      ConfirmOutcome outcome =
          twice(worker -> worker.changes.confirm(request(plan, "confirm/" + group, group)));
      assertThat(outcome).isEqualTo(ConfirmOutcome.CONFIRMED);
      close();
    }

    private <T> T twice(Function<RotationBench, T> call) {
      T first = call.apply(one);
      assertThat(call.apply(other)).as("delivered again").isEqualTo(first);
      return first;
    }

    private GroupRequest request(PlanSummary from, String key, String group) {
      return new GroupRequest(step(key), from.hash(), group);
    }

    private Step step(String key) {
      return new Step(id, server.name(), key, 1, token, key);
    }
  }
}
