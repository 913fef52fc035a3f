package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether sshd's configuration is valid, and what in it gets in the way of operations. */
final class SshdReading {
  static final String CONFIGURATION = "server/sshd-config";
  static final String SETTINGS = "server/sshd-settings";
  private static final int SESSIONS = 10;
  private static final int STARTUPS = 10;
  private static final int GRACE_SECONDS = 10;

  private SshdReading() {}

  static List<Reading> all() {
    return List.of(
        Reading.ofRoot(CONFIGURATION, "sshd-test", SshdReading::configuration),
        Reading.ofRoot(SETTINGS, "sshd-settings", SshdReading::settings));
  }

  /**
   * @param row exit code and words of {@code sshd -t}
   */
  static Finding configuration(String row) {
    String[] parts = row.split(" ", 2);
    String words = parts.length > 1 ? parts[1] : "";
    if (parts[0].equals("0")) {
      return Finding.ok(CONFIGURATION, "sshd accepts its configuration").withDetail(words);
    }
    return parts[0].equals("127")
        ? Finding.warning(
            CONFIGURATION,
            "the configuration cannot be tried: " + words,
            "Nothing, if the server runs another SSH server; lockdown does not know it")
        : Finding.problem(
                CONFIGURATION,
                "sshd would not start again: its configuration is wrong",
                "Mend it before anybody restarts sshd or the machine; sshd -t names the line")
            .withDetail(words);
  }

  /**
   * @param rows of {@code sshd -T}
   */
  static Finding settings(String rows) {
    Map<String, String> settings = new HashMap<>();
    rows.lines()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> settings.putIfAbsent(parts[0], parts[1].strip()));
    if (settings.isEmpty()) {
      return Finding.skipped(SETTINGS, "not looked at: sshd -T says nothing");
    }
    List<String> remarks = new ArrayList<>();
    if (number(settings, "maxsessions", SESSIONS) < SESSIONS) {
      remarks.add(
          "MaxSessions %s: Holdfast opens up to 5 at once on a connection, and those that have just ended count: set 10 or more"
              .formatted(settings.get("maxsessions")));
    }
    if (number(settings, "maxstartups", STARTUPS) < STARTUPS) {
      remarks.add(
          "MaxStartups %s: several workers that connect at once are turned away: set 10:30:100"
              .formatted(settings.get("maxstartups")));
    }
    if ("yes".equals(settings.get("usedns"))) {
      remarks.add("UseDNS yes: each login waits for the DNS: set no");
    }
    long grace = number(settings, "logingracetime", GRACE_SECONDS);
    if (grace > 0 && grace < GRACE_SECONDS) {
      remarks.add("LoginGraceTime %d: slow logins are cut off: set 30".formatted(grace));
    }
    if ("no".equals(settings.get("strictmodes"))) {
      remarks.add("StrictModes no: keys are taken from files that others may write: set yes");
    }
    if (!settings.containsKey("subsystem")) {
      remarks.add("no Subsystem sftp: transfers take a slower way: set internal-sftp");
    }
    return remarks.isEmpty()
        ? Finding.ok(
            SETTINGS,
            "MaxSessions %s, MaxStartups %s, UseDNS %s"
                .formatted(
                    settings.get("maxsessions"),
                    settings.get("maxstartups"),
                    settings.get("usedns")))
        : Finding.warning(
                SETTINGS,
                "some settings of sshd get in the way",
                "Change them as the detail says, in /etc/ssh/sshd_config.d, then: sshd -t && systemctl"
                    + " reload ssh")
            .withDetail(String.join("\n", remarks));
  }

  /** The number that a setting begins with ({@code 10:30:100}). */
  private static long number(Map<String, String> settings, String name, long otherwise) {
    String digits = settings.getOrDefault(name, "").replaceFirst("\\D.*", "");
    return digits.isEmpty() || digits.length() > 9 ? otherwise : Long.parseLong(digits);
  }
}
