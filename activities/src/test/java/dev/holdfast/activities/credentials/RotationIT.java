package dev.holdfast.activities.credentials;

import static dev.holdfast.schemas.credentials.RotationActivities.AUTHORIZE;
import static dev.holdfast.schemas.credentials.RotationActivities.SUDO_PASSWORD;
import static dev.holdfast.schemas.credentials.RotationActivities.TAKE_OFF;
import static dev.holdfast.schemas.credentials.RotationActivities.WITHDRAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.ssh.LoginPublicKey;
import dev.holdfast.activities.ssh.SshException;
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
import dev.holdfast.schemas.credentials.RotationActivities.EndRequest;
import dev.holdfast.schemas.credentials.RotationActivities.KeyRequest;
import dev.holdfast.schemas.credentials.RotationActivities.MakeRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rotations on a real server. Each step is delivered to one worker, and again to another that knows
 * nothing of the first: as after a kill at its end.
 */
@LabTest
final class RotationIT {
  private static final String USER = "rotated";
  private static final String FIRST_PASSWORD = "correct-horse";
  private static final String OTHERS_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ann";

  private static final AtomicInteger OPERATIONS = new AtomicInteger();

  private final Lab lab;
  private final Server server;
  private final String firstKey;
  private final TestDatabase database = new TestDatabase();
  private final RotationBench one = new RotationBench(database);
  private final RotationBench other = new RotationBench(database);

  RotationIT(Lab lab, LabServer labServer) throws IOException {
    this.lab = lab;
    Server plain = LabFixture.server(labServer, USER);
    this.server = plain.withCredential(Servers.credentialOf(plain.name()));
    this.firstKey = Files.readString(labServer.keyFile());
  }

  @BeforeEach
  void prepare() {
    onServer(
        """
        set -e
        useradd -m -s /bin/bash %1$s
        echo '%1$s:%2$s' | chpasswd
        mkdir -p -m 700 ~%1$s/.ssh
        { echo '%3$s'; sed 's/^/no-agent-forwarding /' ~debian/.ssh/authorized_keys; } >~%1$s/.ssh/authorized_keys
        chown -R %1$s: ~%1$s/.ssh && chmod 640 ~%1$s/.ssh/authorized_keys
        echo '%1$s ALL=(ALL) ALL' >/etc/sudoers.d/%1$s
        """
            .formatted(USER, FIRST_PASSWORD, OTHERS_KEY));
    assertThat(
            new Servers(database.jdbi(), database.secrets())
                .add(server, new LoginSecrets(firstKey, null, FIRST_PASSWORD)))
        .isPresent();
  }

  @AfterEach
  void restore() throws IOException {
    one.close();
    other.close();
    database.close();
    onServer(
        """
        rm -f /etc/sudoers.d/%1$s
        pkill -KILL -u %1$s || true
        timeout 10 sh -c 'while pgrep -u %1$s; do sleep 0.1; done' >/dev/null
        userdel -rf %1$s 2>/dev/null || true
        """
            .formatted(USER));
  }

  @Test
  void shouldReplaceTheLoginKeyTwiceByOneOfItsOwn() {
    String first = authorized();
    rotateKey();
    String second = stored("server/lab-1/key");
    HostKey key = publicKey();

    assertThat(second).isNotEqualTo(firstKey);
    assertThat(authorized().lines())
        .containsExactly(OTHERS_KEY, "no-agent-forwarding " + key.line() + " holdfast@lab-1");
    assertThat(onServer("stat -c %a ~" + USER + "/.ssh/authorized_keys").strip()).isEqualTo("640");
    assertThatCode(() -> one.ssh.prove(server, server.port())).doesNotThrowAnyException();
    assertThat(refused(firstKey)).as("the first key, by sshd").isTrue();

    rotateKey();

    assertThat(stored("server/lab-1/key")).isNotEqualTo(second);
    assertThat(refused(second)).as("the second key, by sshd").isTrue();
    assertThatCode(() -> other.ssh.prove(server, server.port())).doesNotThrowAnyException();
    assertThat(authorized()).isNotEqualTo(first).contains(OTHERS_KEY);
    assertThat(onServer("grep -rl 'PRIVATE KEY' /var/lib/holdfast || true")).isEmpty();
    assertThat(events()).containsExactly("login-key", "login-key");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void shouldPutAllBackWhenTheNewKeyIsNotProven() {
    String before = authorized();
    Rotation rotation = new Rotation("login-key");
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made, AUTHORIZE).result()).isEqualTo(Result.APPLIED);
    onServer("sed -i '/holdfast@lab-1/d' ~%s/.ssh/authorized_keys".formatted(USER));

    assertThatThrownBy(() -> rotation.prove(made, AUTHORIZE)).hasStackTraceContaining("lab-1");
    assertThat(rotation.revert(made, AUTHORIZE)).isEqualTo(ConfirmOutcome.REVERTED);
    assertThat(rotation.apply(made, TAKE_OFF).result()).isEqualTo(Result.APPLIED);
    rotation.prove(made, TAKE_OFF);
    rotation.confirm(made, TAKE_OFF);
    rotation.end();

    assertThat(authorized()).isEqualTo(before);
    assertThat(stored("server/lab-1/key")).isEqualTo(firstKey);
    assertThat(rotation.ledger()).isEmpty();
    assertThat(events()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void shouldUseTheOldKeyAgainOnlyWhereItWorks() {
    Rotation rotation = new Rotation("login-key");
    PlanSummary made = rotation.make();
    rotation.group(made, AUTHORIZE);
    rotation.use();
    String fresh = stored("server/lab-1/key");
    String both = authorized();

    assertThat(rotation.apply(made, WITHDRAW).result()).isEqualTo(Result.APPLIED);
    assertThat(rotation.useOld()).as("while the old key is not authorized").isFalse();
    assertThat(stored("server/lab-1/key")).isEqualTo(fresh);
    assertThatThrownBy(() -> rotation.apply(made, TAKE_OFF))
        .hasStackTraceContaining("with another key than this step expects");
    assertThat(rotation.revert(made, WITHDRAW)).isEqualTo(ConfirmOutcome.REVERTED);
    assertThat(authorized()).isEqualTo(both);

    assertThat(rotation.useOld()).isTrue();
    assertThat(stored("server/lab-1/key")).isEqualTo(firstKey);
    rotation.group(made, TAKE_OFF);
    rotation.end();
    assertThat(authorized()).doesNotContain("holdfast@lab-1");
    assertThatCode(() -> one.ssh.prove(server, server.port())).doesNotThrowAnyException();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void shouldLetTheServerRevertANewKeyThatNobodyConfirms() {
    String before = authorized();
    Rotation rotation = new Rotation("login-key", 15);
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made, AUTHORIZE).result()).isEqualTo(Result.APPLIED);
    LabFixture.await(lab, "! grep -q holdfast@lab-1 ~" + USER + "/.ssh/authorized_keys");

    assertThat(rotation.confirm(made, AUTHORIZE)).isEqualTo(ConfirmOutcome.REVERTED);
    rotation.end();
    assertThat(authorized()).isEqualTo(before);
    assertThat(stored("server/lab-1/key")).isEqualTo(firstKey);
  }

  @Test
  void shouldSetASudoPasswordThatNobodyHasSeen() {
    Rotation rotation = new Rotation("sudo-password");
    PlanSummary made = rotation.make();
    rotation.group(made, SUDO_PASSWORD);
    rotation.end();

    String fresh = stored("server/lab-1/sudo-password");
    assertThat(fresh).isNotEqualTo(FIRST_PASSWORD).hasSize(32);
    assertThat(sudoTakes(fresh)).isTrue();
    assertThat(sudoTakes(FIRST_PASSWORD)).isFalse();
    assertThatCode(() -> other.ssh.prove(server, server.port())).doesNotThrowAnyException();
    assertThat(onServer("grep -rlF '%s' /var/lib/holdfast || true".formatted(fresh))).isEmpty();
    assertThat(events()).containsExactly("sudo-password");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void shouldKnowWhichSudoPasswordIsRightWhereverAWorkerDied() {
    Rotation rotation = new Rotation("sudo-password");
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made, SUDO_PASSWORD).result()).isEqualTo(Result.APPLIED);
    String fresh = stored("server/lab-1/sudo-password");
    assertThat(fresh).as("found by the second delivery").isNotEqualTo(FIRST_PASSWORD);
    assertThat(sudoTakes(fresh)).isTrue();

    assertThat(rotation.revert(made, SUDO_PASSWORD)).isEqualTo(ConfirmOutcome.REVERTED);
    assertThat(stored("server/lab-1/sudo-password")).isEqualTo(FIRST_PASSWORD);
    rotation.end();

    assertThat(sudoTakes(FIRST_PASSWORD)).isTrue();
    assertThatCode(() -> one.ssh.prove(server, server.port())).doesNotThrowAnyException();
    assertThat(rotation.ledger()).isEmpty();
    assertThat(events()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  /** Between two questions about the revert the server begins to take the old password again. */
  @Test
  void shouldRevertASudoPasswordOnASlowServer() {
    Rotation rotation = new Rotation("sudo-password");
    PlanSummary made = rotation.make();
    assertThat(rotation.apply(made, SUDO_PASSWORD).result()).isEqualTo(Result.APPLIED);
    onServer(
        "printf '#!/bin/sh\nsleep 4\nexec /usr/bin/setpriv \"$@\"\n' >/usr/local/sbin/setpriv && chmod 755 /usr/local/sbin/setpriv");
    try {
      assertThat(rotation.revert(made, SUDO_PASSWORD)).isEqualTo(ConfirmOutcome.REVERTED);
    } finally {
      onServer("rm -f /usr/local/sbin/setpriv");
    }
    assertThat(stored("server/lab-1/sudo-password")).isEqualTo(FIRST_PASSWORD);
    rotation.end();
    assertThat(sudoTakes(FIRST_PASSWORD)).isTrue();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void shouldRefuseInThePlanWhatCannotBeProven() {
    onServer("echo '%s ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/%s".formatted(USER, USER));
    assertThat(new Rotation("sudo-password").plan.refusals())
        .singleElement()
        .asString()
        .contains("NOPASSWD");

    onServer(
        "mv ~%1$s/.ssh/authorized_keys /etc/ssh/elsewhere-%1$s && chmod 644 /etc/ssh/elsewhere-%1$s && printf 'Match User %1$s\\n AuthorizedKeysFile /etc/ssh/elsewhere-%%%%u\\n' >/etc/ssh/sshd_config.d/rotated.conf && systemctl reload ssh"
            .formatted(USER));
    try {
      assertThat(new Rotation("login-key").plan.refusals())
          .singleElement()
          .asString()
          .contains("AuthorizedKeysFile");
    } finally {
      onServer(
          "rm -f /etc/ssh/sshd_config.d/rotated.conf /etc/ssh/elsewhere-%s && systemctl reload ssh"
              .formatted(USER));
    }
  }

  private void rotateKey() {
    Rotation rotation = new Rotation("login-key");
    PlanSummary made = rotation.make();
    rotation.group(made, AUTHORIZE);
    rotation.use();
    rotation.group(made, WITHDRAW);
    rotation.end();
  }

  /** Whether sshd refuses a key. */
  private boolean refused(String key) {
    database.secrets().put("test/key", key.getBytes(StandardCharsets.UTF_8));
    try {
      one.ssh.prove(server.withCredential("test/key"), server.port());
      return false;
    } catch (SshException e) {
      return e.type() == FailureType.AUTHENTICATION;
    }
  }

  private HostKey publicKey() {
    return LoginPublicKey.of(server, new RotationBench.Stored(database.secrets()));
  }

  private boolean sudoTakes(String password) {
    return onServer(
            "echo '%s' | su %s -c \"sudo -k -S -p '' id -un\" 2>/dev/null || true"
                .formatted(password, USER))
        .strip()
        .equals("root");
  }

  private String authorized() {
    return onServer("cat ~" + USER + "/.ssh/authorized_keys");
  }

  private String stored(String secret) {
    return new String(database.secrets().find(secret).orElseThrow(), StandardCharsets.UTF_8);
  }

  private List<String> leftovers() {
    return strings("select name from secrets where name like '%/rotat%'");
  }

  private List<String> events() {
    return strings(
        "select data->>'credential' from events where kind = 'server.credential-rotated'");
  }

  private List<String> strings(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private String onServer(String script) {
    return LabFixture.onServer(lab, script);
  }

  /** One operation, whose every step is delivered twice. */
  private final class Rotation {
    // Servers remember operations for longer than a test runs.
    private final String id =
        "op-rotation-%d-%d".formatted(ProcessHandle.current().pid(), OPERATIONS.incrementAndGet());
    private final long token = LabFixture.nextToken();
    private final PlanSummary plan;

    Rotation(String credential) {
      this(credential, 60);
    }

    Rotation(String credential, int seconds) {
      database.operation(id, "rotate-credentials");
      database.server(id, server.name());
      plan =
          twice(worker ->
              worker.changes.plan(
                  new PlanRequest(
                      step("plan"),
                      "rotate-credentials",
                      Map.of("rotate", List.of(credential), "confirmWithinSeconds", seconds))));
    }

    PlanSummary make() {
      assertThat(plan.refusals()).isEmpty();
      return twice(
          worker -> worker.rotations.makeCredentials(new MakeRequest(step("make"), plan.hash())));
    }

    ApplyOutcome apply(PlanSummary made, String group) {
      return twice(worker ->
          worker.rotations.applyCredential(request(made, ChangeActivities.applyKey(group), group)));
    }

    void prove(PlanSummary made, String group) {
      boolean _ =
          twice(worker -> {
            worker.rotations.proveCredential(request(made, "prove/" + group, group));
            return true;
          });
    }

    ConfirmOutcome confirm(PlanSummary made, String group) {
      return twice(
          worker -> worker.rotations.confirmCredential(request(made, "confirm/" + group, group)));
    }

    ConfirmOutcome revert(PlanSummary made, String group) {
      return twice(
          worker -> worker.rotations.revertCredential(request(made, "revert/" + group, group)));
    }

    void group(PlanSummary made, String group) {
      assertThat(apply(made, group).result()).isEqualTo(Result.APPLIED);
      prove(made, group);
      assertThat(confirm(made, group)).isEqualTo(ConfirmOutcome.CONFIRMED);
    }

    void use() {
      boolean _ =
          twice(worker -> {
            worker.rotations.useNewLoginKey(new KeyRequest(step("use")));
            return true;
          });
    }

    boolean useOld() {
      return twice(worker -> worker.rotations.useOldLoginKey(new KeyRequest(step("old"))));
    }

    void end() {
      boolean _ =
          twice(worker -> {
            worker.rotations.endRotation(new EndRequest(step("end")));
            return true;
          });
      one.changes.close(new CloseRequest(step("close")));
    }

    List<String> ledger() {
      return strings("select change_id from changes where state = 'applied'");
    }

    private <T> T twice(Function<RotationBench, T> call) {
      T first = call.apply(one);
      assertThat(call.apply(other)).as("delivered again").isEqualTo(first);
      return first;
    }

    private GroupRequest request(PlanSummary made, String key, String group) {
      return new GroupRequest(step(key), made.hash(), group);
    }

    private Step step(String key) {
      return new Step(id, server.name(), key, 1, token, key);
    }
  }
}
