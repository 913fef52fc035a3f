package dev.holdfast.activities;

import dev.holdfast.lab.Lab;
import java.util.concurrent.TimeUnit;

/** What happens, while something is done on a server, to whoever does it and to the server. */
public enum Trouble {
  NONE,
  DELIVERED_TWICE,
  WORKER_GONE,
  OPERATION_CLOSED,
  DISK_FULL,
  SESSIONS_KILLED,
  PROGRAMS_KILLED,
  SSHD_RESTARTED,
  NETWORK_CUT,
  SERVER_PAUSED,
  RUNNER_KILLED,
  UNIT_KILLED,
  POWER_LOST;

  /** Causes it if it is one of the server's; {@code lab-1} is in order again when it returns. */
  public void cause(Lab lab, String operation) throws InterruptedException {
    switch (this) {
      case NONE, DELIVERED_TWICE, WORKER_GONE, OPERATION_CLOSED, DISK_FULL -> {}
      case SESSIONS_KILLED -> LabFixture.onServer(lab, "pkill -KILL -f '^sshd: debian' || true");
      case PROGRAMS_KILLED ->
          LabFixture.onServer(
              lab,
              "pkill -KILL -f '^sh /var/lib/holdfast/bin/[0-9a-f]+.sh (run|wait|[a-z]+ [0-9a-f]{16}$)|^(dd|tar) |^scp -|^[^ ]*sftp-server' || true");
      case SSHD_RESTARTED -> LabFixture.onServer(lab, "systemctl restart ssh");
      case NETWORK_CUT -> {
        String gateway = "$(ip route show default | cut -d' ' -f3)";
        LabFixture.onServer(
            lab,
            "g=%s; ip route add blackhole $g/32; sleep 3; ip route del blackhole $g/32"
                .formatted(gateway));
      }
      case SERVER_PAUSED -> {
        lab.pause("lab-1");
        TimeUnit.SECONDS.sleep(3);
        lab.unpause("lab-1");
      }
      case RUNNER_KILLED -> kill(lab, "main", operation);
      case UNIT_KILLED -> kill(lab, "all", operation);
      case POWER_LOST -> {
        lab.kill("lab-1");
        lab.start("lab-1");
      }
    }
  }

  private static void kill(Lab lab, String whom, String operation) {
    LabFixture.onServer(
        lab,
        "systemctl kill --kill-who="
            + whom
            + " --signal=KILL 'holdfast-run-"
            + operation
            + ".*' || true");
  }
}
