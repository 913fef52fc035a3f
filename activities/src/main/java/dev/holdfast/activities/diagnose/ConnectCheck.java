package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.util.Set;

/** How long it takes to connect and log in. */
final class ConnectCheck implements Check {
  static final String NAME = "speed/connect";
  private static final double TOO_LONG_SECONDS = 5;
  private static final double SLOW_SECONDS = 2;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(LatencyCheck.NAME);
  }

  @Override
  public Finding make(Evidence evidence) {
    long nanos =
        evidence.get(LoginCheck.FirstCommand.class).nanos()
            - evidence.get(LatencyCheck.Latency.class).commandNanos();
    return finding(Math.max(0, nanos) / 1e9);
  }

  static Finding finding(double seconds) {
    String summary = "connecting and logging in takes %.2f s".formatted(seconds);
    if (seconds < SLOW_SECONDS) {
      return Finding.ok(NAME, summary);
    }
    return Finding.warning(
        NAME,
        seconds < TOO_LONG_SECONDS
            ? summary + ", which is slow"
            : summary + "; it should take less than %.0f s".formatted(TOO_LONG_SECONDS),
        "Set UseDNS no and GSSAPIAuthentication no in the server's sshd_config; see the PAM modules of"
            + " sshd (pam_systemd, motd scripts, LDAP), and /proc/pressure on the server");
  }
}
