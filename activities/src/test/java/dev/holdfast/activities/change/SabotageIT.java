package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes that shut us out, or break what they change: the server is as before by itself. */
@LabTest
class SabotageIT {
  private static final String STATE =
      """
      getent passwd debian; id debian; find /home /home/debian /home/debian/.ssh -maxdepth 1 -printf '%p %m %u %g\\n' | sort
      getent shadow debian; sha256sum /home/debian/.ssh/authorized_keys /etc/pam.d/sudo /etc/group /etc/gshadow /etc/passwd /etc/shadow
      sysctl net.ipv4.tcp_syncookies net.ipv4.tcp_max_syn_backlog net.ipv4.tcp_no_metrics_save; ls /etc/sysctl.d
      systemctl is-active sabotage.service; sha256sum /etc/systemd/system/sabotage.service; ls -A /etc/systemd/system
      """;

  private static Bench bench;
  private static List<LabServer> servers = List.of();
  private String before = "";

  /** What is done to the server, in an order in which each leaves the way for the next. */
  enum Sabotage {
    /** New connections are not answered. */
    NETWORK(
        "sysctl-net",
        """
        {"sysctl": [{"key": "net.ipv4.tcp_syncookies", "value": "0"},
          {"key": "net.ipv4.tcp_no_metrics_save", "value": "1"},
          {"key": "net.ipv4.tcp_max_syn_backlog", "value": "-100"}]}
        """),
    UNIT(
        "units",
        """
        {"units": [{"name": "sabotage.service", "running": true,
          "unitFile": "[Service]\\nExecStart=/bin/sleep 2000\\nExecStartPre=/bin/true\\n"}]}
        """),
    KEYS_BEHIND_AN_OPEN_HOME(
        "login-account",
        "{\"directories\": [{\"path\": \"/home/debian\", \"owner\": \"debian\", \"group\": \"debian\", \"mode\": \"0777\"}]}"),
    SHELL("login-account", "{\"users\": [{\"name\": \"debian\", \"shell\": \"/bin/false\"}]}"),
    GROUP(
        "login-account",
        "{\"users\": [{\"name\": \"debian\", \"groups\": [\"sabotage-denied\"]}]}"),
    SUDO(
        "access-files",
        "{\"files\": [{\"path\": \"/etc/pam.d/sudo\", \"content\": \"account required pam_deny.so\\n\"}]}");

    private final String group;
    private final String input;

    Sabotage(String group, String input) {
      this.group = group;
      this.input = input;
    }
  }

  @BeforeAll
  static void start(List<LabServer> lab) throws IOException {
    servers = lab;
    bench = new Bench(lab);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @BeforeEach
  void prepare(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        ip tcp_metrics flush 2>/dev/null || :
        # sudo makes it the first time that it is used, whoever that is.
        install -o debian -g debian -m 644 /dev/null /home/debian/.sudo_as_admin_successful
        groupadd -f sabotage-denied
        echo 'DenyGroups sabotage-denied' >/etc/ssh/sshd_config.d/50-sabotage.conf
        printf '[Service]\\nExecStart=/bin/sleep 1000\\n' >/etc/systemd/system/sabotage.service
        systemctl daemon-reload; systemctl start sabotage.service; systemctl reload ssh
        """);
    before = LabFixture.onServer(lab, STATE);
  }

  @AfterEach
  void clean(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        systemctl stop sabotage.service; rm -f /etc/systemd/system/sabotage.service /etc/ssh/sshd_config.d/50-sabotage.conf
        systemctl daemon-reload; systemctl reload ssh; groupdel sabotage-denied
        """);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NETWORK", "SUDO"})
  void shouldRevertWhatANewConnectionDoesNotProve(Sabotage sabotage, Lab lab) {
    Bench.Operation operation = bench.operation("lab-1", "server-setup");
    PlanSummary plan = apply(operation, sabotage);
    if (sabotage == Sabotage.UNIT) {
      LabFixture.onServer(lab, "systemctl kill -s KILL sabotage.service");
      LabFixture.await(lab, "systemctl is-failed --quiet sabotage.service");
    }

    assertThatThrownBy(() -> operation.prove(plan, sabotage.group, 1))
        .cause()
        .hasMessageContaining(sabotage == Sabotage.UNIT ? "sabotage.service is failed" : "lab-1");
    assertThat(operation.revert(plan, sabotage.group, 1)).isEqualTo(ConfirmOutcome.REVERTED);
    operation.end();

    assertThat(LabFixture.onServer(lab, STATE)).isEqualTo(before);
    assertThat(bench.reachable("lab-1")).isTrue();
  }

  @Test
  void shouldBeRevertedByTheServerWhenNobodyIsLeft(Lab lab) throws IOException {
    try (Bench worker = new Bench(servers)) {
      for (Sabotage sabotage : Sabotage.values()) {
        PlanSummary _ = apply(worker.operation("lab-1", Bench.HASTY), sabotage);
        if (sabotage == Sabotage.NETWORK) {
          assertThat(greets(servers.getFirst())).isFalse();
        }
      }
    }
    assertThat(lab.exec("lab-1", "su", "-s", "/bin/sh", "debian", "-c", "sudo -n true").exitCode())
        .isNotZero();
    assertThat(LabFixture.onServer(lab, STATE)).isNotEqualTo(before);

    LabFixture.await(
        lab,
        "! ls /var/lib/holdfast/revert/*/pending /var/lib/holdfast/revert/*/reverting 2>/dev/null | grep -q .");

    assertThat(LabFixture.onServer(lab, STATE)).isEqualTo(before);
    assertThat(bench.reachable("lab-1")).isTrue();
  }

  /** Whether sshd answers a new connection. */
  private static boolean greets(LabServer server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.address(), server.port()), 1500);
      socket.setSoTimeout(1500);
      return socket.getInputStream().read() != -1;
    } catch (SocketException | SocketTimeoutException e) {
      return false;
    }
  }

  private static PlanSummary apply(Bench.Operation operation, Sabotage sabotage) {
    PlanSummary plan = operation.plan(sabotage.input);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.groups())
        .singleElement()
        .matches(PlanSummary.Group::commitConfirmed)
        .matches(group -> group.key().equals(sabotage.group));
    ApplyOutcome applied = operation.apply(plan, sabotage.group, 1);
    assertThat(applied.result()).as(applied.message()).isEqualTo(Result.APPLIED);
    return plan;
  }
}
