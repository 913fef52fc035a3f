package dev.holdfast.activities;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that servers out there have and nobody expects, and what then does not work. */
enum Oddity {
  SUDO_IN_A_PTY("echo 'Defaults use_pty,log_output' >/etc/sudoers.d/odd", "rm /etc/sudoers.d/odd"),

  SUDO_WANTS_A_TERMINAL(
      "echo 'Defaults requiretty' >/etc/sudoers.d/odd",
      "rm /etc/sudoers.d/odd",
      fails("Defaults:debian !requiretty", Deed.ALL_BUT_READ)),

  SUDO_LECTURES_AND_WANTS_A_PASSWORD(
      "mv /etc/sudoers.d/90-login-user /root/ && echo 'Defaults lecture=always' >/etc/sudoers.d/odd",
      "mv /root/90-login-user /etc/sudoers.d/ && rm /etc/sudoers.d/odd") {
    @Override
    String sudoPassword(String right) {
      return right;
    }
  },

  SUDO_WANTS_A_PASSWORD_THAT_NOBODY_STORED(
      "mv /etc/sudoers.d/90-login-user /root/",
      "mv /root/90-login-user /etc/sudoers.d/",
      fails("without a password: sudo: a password is required. Store it", Deed.ALL_BUT_READ)),

  SUDO_WANTS_ANOTHER_PASSWORD(
      "mv /etc/sudoers.d/90-login-user /root/",
      "mv /root/90-login-user /etc/sudoers.d/",
      fails("with the stored password: ", Deed.ALL_BUT_READ)) {
    @Override
    String sudoPassword(String right) {
      return "not " + right;
    }
  },

  SESSIONS_ARE_KILLED(
      "mkdir -p /etc/systemd/logind.conf.d; printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/odd.conf; systemctl restart systemd-logind",
      "rm /etc/systemd/logind.conf.d/odd.conf; systemctl restart systemd-logind"),

  NO_SYSTEMD(
      """
      systemctl stop ssh
      setsid unshare --pid --fork --kill-child --mount --mount-proc sh -c '
        umount -l /sys/fs/cgroup
        mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e' </dev/null >/root/odd.log 2>&1 &
      echo $! >/root/odd.pid
      timeout 20 sh -c 'until grep -q "listening on 0" /root/odd.log; do sleep 0.05; done'
      """,
      """
      kill -KILL $(cat /root/odd.pid)
      rm /root/odd.*
      timeout 20 sh -c 'until systemctl start ssh && systemctl -q is-active ssh; do sleep 0.1; done'
      """),

  HOME_IS_MISSING(
      "cp /home/debian/.ssh/authorized_keys /etc/ssh/odd.keys && chmod 644 /etc/ssh/odd.keys && mv /home/debian /home/away"
          + " && echo 'AuthorizedKeysFile /etc/ssh/odd.keys' >/etc/ssh/sshd_config.d/odd.conf && systemctl restart ssh",
      "mv /home/away /home/debian && rm /etc/ssh/odd.keys /etc/ssh/sshd_config.d/odd.conf && systemctl restart ssh"),

  HOME_IS_READ_ONLY(
      "mount --bind /home/debian /home/debian && mount -o remount,bind,ro /home/debian",
      "umount /home/debian"),

  NOTHING_MAY_BE_EXECUTED_IN_TMP_AND_VAR(
      "for d in /tmp /var/tmp /var/lib/holdfast; do mkdir -p $d; mount --bind $d $d && mount -o remount,bind,noexec,nosuid,nodev $d; done",
      "umount /tmp /var/tmp /var/lib/holdfast"),

  TMP_IS_FULL(
      "mount -t tmpfs -o size=4k,mode=1777 tmpfs /tmp && head -c 4096 /dev/zero >/tmp/fill; ! echo more >/tmp/more",
      "umount /tmp"),

  JOURNAL_IS_FULL(
      "mkdir -p /var/lib/holdfast; mount -t tmpfs -o size=16k,mode=700 tmpfs /var/lib/holdfast && ! head -c 99999 /dev/zero >/var/lib/holdfast/fill",
      "umount /var/lib/holdfast",
      fails("/var/lib/holdfast", Deed.ALL_THAT_CHANGE)),

  JOURNAL_IS_READ_ONLY(
      "mkdir -p /var/lib/holdfast; mount -t tmpfs -o ro tmpfs /var/lib/holdfast",
      "umount /var/lib/holdfast",
      fails("/var/lib/holdfast", Deed.ALL_THAT_CHANGE)),

  DESTINATION_IS_FULL(
      "head -c 150k /dev/urandom >/root/odd.file && mount -t tmpfs -o size=200k,mode=777 tmpfs /srv/odd && cp /root/odd.file /srv/odd/file",
      "umount /srv/odd; rm /root/odd.file",
      fails("no space in /srv/odd", Deed.ALL_COPIES)),

  LOGIN_SHELL_IS_TCSH(
      "usermod -s /bin/tcsh debian && printf 'echo noise\\nset x=1\\n' >/home/debian/.cshrc",
      "usermod -s /bin/bash debian && rm /home/debian/.cshrc",
      fails("opens no SFTP", EnumSet.of(Deed.COPY_BY_SFTP))),

  ROOT_LOGS_IN_WITH_TCSH(
      "install -D -m 600 /home/debian/.ssh/authorized_keys /root/.ssh/authorized_keys && usermod -s /bin/tcsh root",
      "usermod -s /bin/bash root && rm /root/.ssh/authorized_keys") {
    @Override
    String user() {
      return "root";
    }
  },

  LOGIN_SHELL_RUNS_NO_COMMANDS(
      "usermod -s /usr/sbin/nologin debian",
      "usermod -s /bin/bash debian",
      fails("the login shell of debian does not run commands", EnumSet.allOf(Deed.class))),

  LOGIN_SCRIPT_IS_NOISY(
      "cp /home/debian/.bashrc /root/odd.bashrc && printf 'head -c 900000 /dev/zero | tr \\\\0 x; printf more\\necho loud >&2\\ncd /\\numask 0\\n' >/home/debian/.bashrc",
      "cat /root/odd.bashrc >/home/debian/.bashrc && rm /root/odd.bashrc",
      fails("opens no SFTP", EnumSet.of(Deed.COPY_BY_SFTP))),

  /** As on Red Hat's, whose here-documents are files. */
  SH_IS_BASH("ln -sfn bash /bin/sh", "ln -sfn dash /bin/sh");

  /** What is done to a server. */
  enum Deed {
    READ,
    READ_MUCH_AS_ROOT,
    CHANGE,
    CHANGE_MUCH,
    FETCH,
    FETCH_AS_ROOT,
    COPY,
    COPY_AS_ROOT,
    COPY_BY_SFTP,
    COPY_BY_SCP;

    static final Set<Deed> ALL_COPIES = EnumSet.of(COPY, COPY_AS_ROOT, COPY_BY_SFTP, COPY_BY_SCP);
    static final Set<Deed> ALL_THAT_CHANGE = with(EnumSet.of(CHANGE, CHANGE_MUCH), ALL_COPIES);
    static final Set<Deed> ALL_BUT_READ = EnumSet.complementOf(EnumSet.of(READ));

    private static Set<Deed> with(Set<Deed> some, Set<Deed> others) {
      Set<Deed> all = EnumSet.copyOf(others);
      all.addAll(some);
      return all;
    }
  }

  private final String make;
  private final String undo;

  @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, and never changed
  private final Map<Deed, String> failures = new EnumMap<>(Deed.class);

  private record Failing(String words, Set<Deed> deeds) {}

  /**
   * @param make run by root on the server, as is {@code undo}
   */
  Oddity(String make, String undo, Failing... failing) {
    this.make = make;
    this.undo = undo;
    Arrays.stream(failing)
        .forEach(some -> some.deeds().forEach(deed -> failures.put(deed, some.words())));
  }

  private static Failing fails(String words, Set<Deed> deeds) {
    return new Failing(words, deeds);
  }

  String make() {
    return make;
  }

  String undo() {
    return undo;
  }

  /** Words of the one line that says why a deed fails; null if it works. */
  @Nullable String failure(Deed deed) {
    return failures.get(deed);
  }

  /** Who logs in. */
  String user() {
    return "debian";
  }

  /** The password that is stored for sudo; null for none. */
  @Nullable String sudoPassword(String right) {
    return null;
  }
}
