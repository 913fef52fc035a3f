package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id that a machine has beside its journal, whatever it is called.
 *
 * @param id random, written once, for root alone
 * @param boot differs between any two machines that run at the same time, and from boot to boot
 */
record MachineId(String id, String boot) {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OUTPUT = 64 << 10;
  private static final Pattern ANSWER =
      Pattern.compile(
          "^holdfast-machine ([0-9a-f]{32}) ([0-9a-f-]{36}/[0-9]+)$", Pattern.MULTILINE);

  /**
   * A link is made in one step and replaces nothing: of two that come at once one has written it.
   * What is not one id was cut off by a crash. A container has its host's boot id, and a first
   * process of its own.
   */
  private static final String PROGRAM =
      """
      umask 077; LC_ALL=C; export LC_ALL
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
      d=/var/lib/holdfast; f=$d/machine-id
      ours() { id=; { read -r id <$f; } 2>/dev/null; case $id in *[!0-9a-f]* | '') return 1 ;; esac; [ ${#id} = 32 ]; }
      fresh() { mkdir -p $d && t=$(mktemp $d/new.XXXXXX) && tr -d - </proc/sys/kernel/random/uuid >$t && sync $t; }
      if ours; then
        if [ "$id" = "$copied" ]; then fresh && mv -f $t $f; fi
      else
        [ ! -e $f ] || rm -f $f
        fresh && { ln $t $f; rm -f $t; }
      fi >&2
      ours || exit 1
      read -r boot </proc/sys/kernel/random/boot_id
      read -r stat </proc/1/stat
      set -- ${stat##*) }
      printf '\\nholdfast-machine %s %s\\n' "$id" "$boot/${20}"
      """;

  /**
   * Reads it, and writes it where there is none yet; empty where it cannot be had.
   *
   * @throws dev.holdfast.activities.ssh.SshException if the login user does not become root
   */
  static Optional<MachineId> of(Ssh ssh, Server server) {
    return asked(ssh, server, "");
  }

  /** Gives the machine a new one, if it still has that of the machine whose disk was copied. */
  static Optional<MachineId> renew(Ssh ssh, Server server, String copied) {
    return asked(ssh, server, copied);
  }

  private static Optional<MachineId> asked(Ssh ssh, Server server, String copied) {
    // Nothing in there may read the rest of it; and where sudo makes a terminal there is no end.
    String script = "copied=%s\n{\n%s} </dev/null\nexit\n".formatted(copied, PROGRAM);
    Matcher answer =
        ANSWER.matcher(
            ssh.exec(server, new Command("sh -s", script, true, TIMEOUT, OUTPUT)).stdout());
    return answer.find()
        ? Optional.of(new MachineId(answer.group(1), answer.group(2)))
        : Optional.empty();
  }
}
