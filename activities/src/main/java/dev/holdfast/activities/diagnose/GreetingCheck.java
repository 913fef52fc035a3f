package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Whether what answers is an SSH server, and which. */
final class GreetingCheck implements Check {
  static final String NAME = "ssh/banner";
  private static final int OLD_MAJOR = 8;
  private static final int SHOWN = 120;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(TcpCheck.NAME);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(6);
  }

  @Override
  public Finding make(Evidence evidence) throws IOException {
    return finding(evidence.get(Door.class).greet());
  }

  static Finding finding(Greeting greeting) {
    return switch (greeting) {
      case Greeting.Ssh ssh -> ssh(ssh);
      case Greeting.Other(String line) when line.startsWith("HTTP/") ->
          Finding.problem(
              NAME,
              "a web server answers there, not SSH: " + shortened(line),
              "Register the port that sshd listens on (on the server: ss -tlnp | grep sshd)");
      case Greeting.Other(String line)
          when line.startsWith("Exceeded MaxStartups") || line.startsWith("Not allowed") ->
          Finding.problem(
              NAME,
              "sshd turns this worker away: " + shortened(line),
              "Wait a minute. If it does not stop: raise MaxStartups, or look at PerSourcePenalties, in the"
                  + " server's sshd_config");
      case Greeting.Other(String line) ->
          Finding.problem(
              NAME,
              "something else than SSH answers there: " + shortened(line),
              "Register the port that sshd listens on (on the server: ss -tlnp | grep sshd)");
      case Greeting.Closed() ->
          Finding.problem(
              NAME,
              "the connection is closed without a word",
              "A ban on the worker's address (fail2ban-client status sshd), too many connections at"
                  + " once (MaxStartups), or a forwarded port with no sshd behind it: see journalctl"
                  + " -u ssh on the server's console");
      case Greeting.Silent() ->
          Finding.problem(
              NAME,
              "the connection is open, and nothing comes",
              "sshd is stopped or hangs, or the machine is out of memory: on its console, systemctl"
                  + " restart ssh. A firewall that inspects SSH looks the same");
    };
  }

  private static Finding ssh(Greeting.Ssh ssh) {
    String who = shortened((ssh.software() + " " + ssh.comment()).strip());
    if (!ssh.speaksTwo()) {
      return Finding.problem(
          NAME,
          "it speaks only version %s of the protocol: %s".formatted(shortened(ssh.protocol()), who),
          "Update its SSH server");
    }
    return ssh.olderThan(OLD_MAJOR, 0)
        ? Finding.warning(
            NAME,
            who + " is from before 2019",
            "Update the server's system. Distributions mend old versions without a new number, so it"
                + " may be safe; its algorithms are old all the same")
        : Finding.ok(NAME, who);
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
