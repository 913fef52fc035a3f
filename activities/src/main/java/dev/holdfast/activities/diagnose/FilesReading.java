package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the places that operations write to can be written, and who else may write to them. */
final class FilesReading {
  static final String PERMISSIONS = "login/permissions";
  static final String HOME = "server/home";
  static final String TMP = "server/tmp";
  static final String JOURNAL = "server/journal";
  private static final int OTHERS_WRITE = 0022;
  private static final int OTHERS_AT_ALL = 0077;

  private FilesReading() {}

  static List<Reading> all(Server server) {
    return List.of(
        Reading.of(PERMISSIONS, "modes", row -> permissions(server.user(), row)),
        Reading.of(HOME, "home", FilesReading::home),
        Reading.of(TMP, "tmp", FilesReading::tmp),
        Reading.ofRoot(JOURNAL, "journal", FilesReading::journal));
  }

  /**
   * @param rows {@code MODE OWNER PATH} in lines
   */
  static Finding permissions(String user, String rows) {
    List<String> wrong = new ArrayList<>();
    for (String line : rows.lines().toList()) {
      String[] parts = line.split(" ", 3);
      if (parts.length < 3 || !parts[0].matches("[0-7]{1,4}")) {
        continue;
      }
      int mode = Integer.parseInt(parts[0], 8);
      boolean secret = parts[2].matches(".*/ssh_host_[^/]*_key");
      boolean open = (mode & (secret ? OTHERS_AT_ALL : OTHERS_WRITE)) != 0;
      boolean foreign = !Set.of("root", user).contains(parts[1]);
      if (open || foreign) {
        wrong.add("%s has mode %s and belongs to %s".formatted(parts[2], parts[0], parts[1]));
      }
    }
    return wrong.isEmpty()
        ? Finding.ok(PERMISSIONS, "nobody else may write to what decides over the login")
        : Finding.warning(
                PERMISSIONS,
                "what decides over the login is open to others, which sshd may refuse at any time",
                ("On the server: chmod go-w ~%1$s ~%1$s/.ssh ~%1$s/.ssh/authorized_keys /etc/ssh"
                        + " /etc/ssh/sshd_config; chmod 600 /etc/ssh/ssh_host_*_key; and chown what is"
                        + " not the user's or root's")
                    .formatted(user))
            .withDetail(String.join("\n", wrong));
  }

  /**
   * @param row exit code, path and words of an attempt to write
   */
  static Finding home(String row) {
    String[] parts = row.split(" ", 3);
    String path = parts.length > 1 ? parts[1] : "the home directory";
    return parts[0].equals("0")
        ? Finding.ok(HOME, path + " can be written")
        : Finding.problem(
                HOME,
                path + " cannot be written",
                "See whether it is there, belongs to the login user, is full, over its quota, or mounted"
                    + " read-only")
            .withDetail(parts.length > 2 ? parts[2] : "");
  }

  /**
   * @param options of the mount that /tmp is on
   */
  static Finding tmp(String options) {
    Set<String> set = Set.of(options.split(","));
    if (set.contains("ro")) {
      return Finding.problem(
          TMP,
          "/tmp is mounted read-only",
          "mount -o remount,rw /tmp, and see dmesg for why it is");
    }
    return set.contains("noexec")
        ? Finding.warning(
            TMP,
            "/tmp is mounted noexec: Holdfast runs nothing from there, but some packages and installers"
                + " do",
            "Where an installation fails for it: mount -o remount,exec /tmp for that time")
        : Finding.ok(TMP, "programs may be run from /tmp");
  }

  /**
   * @param row exit code and words of an attempt to write as root
   */
  static Finding journal(String row) {
    String[] parts = row.split(" ", 2);
    return parts[0].equals("0")
        ? Finding.ok(JOURNAL, "/var/lib/holdfast can be written")
        : Finding.problem(
                JOURNAL,
                "/var/lib/holdfast cannot be written, so no operation changes anything there",
                "Free some space, or see whether /var is mounted read-only (dmesg says why)")
            .withDetail(parts.length > 1 ? parts[1] : "");
  }
}
