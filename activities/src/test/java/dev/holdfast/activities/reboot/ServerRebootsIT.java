package dev.holdfast.activities.reboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.reboot.RebootActivities;
import dev.holdfast.schemas.reboot.RebootActivities.AwaitRequest;
import dev.holdfast.schemas.reboot.RebootActivities.Boot;
import dev.holdfast.schemas.reboot.RebootActivities.BootRequest;
import dev.holdfast.schemas.reboot.RebootActivities.RebootRequest;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LabTest
final class ServerRebootsIT {
  private final Lab lab;
  private final SshjSsh ssh;
  private final Server server;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final TestDatabase database = new TestDatabase();
  private final long token = LabFixture.nextToken();
  private RebootActivities reboots;

  ServerRebootsIT(Lab lab, LabServer labServer) throws IOException {
    this.lab = lab;
    this.ssh = LabFixture.ssh(labServer);
    this.server = LabFixture.server(labServer);
  }

  @BeforeEach
  void start() {
    database.operation("op-reboot", "reboot");
    database.server("op-reboot", server.name());
    temporal.registerActivitiesImplementations(
        new ServerReboots(
            _ -> Optional.of(server),
            ssh,
            new SshJournal(ssh),
            new StepLogs(database.jdbi(), database.atRest())));
    reboots = LabFixture.activities(temporal, RebootActivities.class);
  }

  @AfterEach
  void stop() throws IOException {
    temporal.close();
    ssh.close();
    database.close();
  }

  @Test
  void shouldHaveTheServerRebootOnceAndWaitUntilItLetsUsIn() {
    Boot boot = reboots.readBoot(new BootRequest(step("boot", 1)));
    assertThat(boot.kernel()).isEqualTo(LabFixture.onServer(lab, "uname -r"));

    assertThatThrownBy(() -> reboots.awaitBoot(back(boot, 3)))
        .hasStackTraceContaining("is not back after its reboot: it has not gone down");

    assertThat(reboots.reboot(new RebootRequest(step("reboot", 1), "another boot"))).isNull();
    assertThat(reboots.reboot(new RebootRequest(step("reboot", 2), boot.id()))).isNull();
    assertThat(reboots.reboot(new RebootRequest(step("reboot", 2), boot.id()))).isNull();
    assertThat(
            LabFixture.onServer(
                lab,
                "cat /var/lib/holdfast/journal/op-reboot/*/starts | wc -l; systemctl list-timers --all | grep -c run-"))
        .as("two generations, of which one reboots, however often it is delivered")
        .isEqualTo("2\n1");
    Boot after = reboots.awaitBoot(back(boot, 60));

    assertThat(after.id()).isNotEqualTo(boot.id());
    assertThat(reboots.readBoot(new BootRequest(step("boot", 2)))).isEqualTo(after);
  }

  private AwaitRequest back(Boot boot, int seconds) {
    return new AwaitRequest(
        step("back", 1), boot.id(), Instant.now().plusSeconds(seconds).toEpochMilli());
  }

  private Step step(String key, int generation) {
    return new Step("op-reboot", server.name(), key, generation, token, key);
  }
}
