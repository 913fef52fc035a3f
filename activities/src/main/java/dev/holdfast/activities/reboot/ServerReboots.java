package dev.holdfast.activities.reboot;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.reboot.RebootActivities;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reboots servers over SSH. Thread-safe. */
public final class ServerReboots implements RebootActivities {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofSeconds(2);

  /**
   * The kernel's id of its boot does not change when a container is started again: so the start of
   * process 1, too.
   */
  private static final String BOOT =
      """
      boot() {
        printf '%s.%s\\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(sed 's/.*) //' /proc/1/stat | cut -d' ' -f20)"
      }
      """;

  private final StepServers servers;
  private final Ssh ssh;
  private final Journal journal;
  private final StepLogs logs;

  public ServerReboots(ServerLookup servers, Ssh ssh, Journal journal, StepLogs logs) {
    this.servers = new StepServers(servers);
    this.ssh = ssh;
    this.journal = journal;
    this.logs = logs;
  }

  @Override
  public Boot readBoot(BootRequest request) {
    Server server = servers.of(request.step());
    return Failures.translated(() -> boot(server));
  }

  private Boot boot(Server server) {
    ExecResult result =
        ssh.exec(server, new Command("sh -s", BOOT + "boot; uname -r", false, SHORT, 4096));
    List<String> lines = result.stdout().lines().toList();
    if (result.exitCode() != 0 || lines.size() != 2) {
      throw new SshException(
          FailureType.COMMAND_FAILED,
          "%s does not show which boot it is in (exit code %d): %s"
              .formatted(server.name(), result.exitCode(), result.stderr().strip()),
          null);
    }
    return new Boot(lines.getFirst(), lines.getLast());
  }

  @Override
  public @Nullable String reboot(RebootRequest request) {
    Server server = servers.of(request.step());
    // The journal has the result before the server goes down, and the answer has arrived.
    String script =
        BOOT
            + """
                [ "$(boot)" = %s ] || { echo 'rebooted already'; exit 0; }
            if [ -d /run/systemd/system ]; then
              systemd-run --quiet --collect --on-active=3 systemctl reboot
            else
              (sleep 3; reboot) >/dev/null 2>&1 </dev/null &
            fi
            """
                .formatted(Quoting.quote(request.boot()));
    Outcome outcome =
        Failures.translated(() ->
            journal.run(
                server,
                new Entry(request.step(), script, SHORT),
                new StoringListener(logs, request.step())));
    return switch (outcome) {
      case Outcome.Finished(int code, var _, String _) when code == 0 -> null;
      case Outcome.Finished(int code, var _, String tail) ->
          throw Failures.of(
              FailureType.COMMAND_FAILED,
              "it does not reboot (exit code %d): %s".formatted(code, tail.strip()));
      case Outcome.Interrupted(String reason) -> reason;
      case Outcome.Fenced(long seen) -> throw Failures.fenced(request.step(), seen);
    };
  }

  @Override
  public Boot awaitBoot(AwaitRequest request) {
    Server server = servers.of(request.step());
    Instant until = Instant.ofEpochMilli(request.untilEpochMillis());
    String last = "it has not gone down";
    while (Instant.now().isBefore(until)) {
      // Connections of before are of no use, and what was learnt of a server that is down is old
      // news.
      ssh.forget(server);
      try {
        Boot boot = boot(server);
        if (!boot.id().equals(request.boot())) {
          ssh.prove(server, server.port());
          return boot;
        }
      } catch (SshException e) {
        last = String.valueOf(e.getMessage());
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        throw Failures.interrupted();
      }
    }
    throw Failures.of(
        FailureType.COMMAND_FAILED,
        "%s is not back after its reboot: %s. Look at its console.".formatted(server.name(), last));
  }
}
