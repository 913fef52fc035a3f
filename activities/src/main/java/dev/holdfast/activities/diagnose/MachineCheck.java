package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.Machines.Registered;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which machine a server is: whether it is registered under another name too, or its disk was
 * copied from another's. What it finds out is kept.
 */
final class MachineCheck implements Check {
  static final String NAME = "login/machine";

  /** What it is called where it has found another name of the machine: who adds one is refused. */
  static final String SAME = "login/same-machine";

  private static final int ASKED = 3;

  private final Server server;
  private final Ssh ssh;
  private final ServerLookup servers;
  private final Machines machines;

  MachineCheck(Server server, Ssh ssh, ServerLookup servers, Machines machines) {
    this.server = server;
    this.ssh = ssh;
    this.servers = servers;
    this.machines = machines;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME);
  }

  @Override
  public Duration limit() {
    // The other may take the time of a whole connect before it is known not to answer.
    return Duration.ofSeconds(24);
  }

  @Override
  public Finding make(Evidence evidence) {
    Optional<MachineId> answer;
    try {
      answer = MachineId.of(ssh, server);
    } catch (SshException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
    if (answer.isEmpty()) {
      return unknown("nothing can be written in /var/lib/holdfast as root");
    }
    MachineId ours = answer.get();
    List<Registered> sharing = machines.sharing(server, ours.id());
    for (Registered other : sharing.subList(0, Math.min(ASKED, sharing.size()))) {
      Optional<Finding> finding = compare(ours, other);
      if (finding.isPresent()) {
        return finding.get();
      }
    }
    machines.saw(server.name(), ours.id());
    List<String> clones = machines.othersWithTheSameHostKey(server, ours.id());
    return clones.isEmpty()
        ? Finding.ok(NAME, "no other registered server is this machine")
        : Finding.warning(
            NAME,
            "%s is another machine and has the same host key: one image was copied for both, and whoever has the key of one can pose as the other"
                .formatted(ServerNames.within(clones.getFirst())),
            "Give one of them new host keys, as root: rm /etc/ssh/ssh_host_*; ssh-keygen -A; systemctl reload ssh. Then ./holdfast server trust "
                + server.nameWithin());
  }

  /** Empty if the other is not the machine that it was. */
  private Optional<Finding> compare(MachineId ours, Registered other) {
    Optional<MachineId> theirs;
    try {
      theirs = servers.find(other.name()).flatMap(found -> MachineId.of(ssh, found));
    } catch (SshException e) {
      theirs = Optional.empty();
    }
    if (theirs.isEmpty()) {
      machines.saw(server.name(), ours.id());
      return Optional.of(
          Finding.warning(
              NAME,
              "it has the machine id of %s, which does not answer now: one machine under two names, or a copied disk"
                  .formatted(within(other)),
              "Check again when %s answers; until then both share one lease"
                  .formatted(within(other))));
    }
    if (!theirs.get().id().equals(ours.id())) {
      machines.saw(other.name(), theirs.get().id());
      return Optional.empty();
    }
    if (theirs.get().boot().equals(ours.boot())) {
      machines.saw(server.name(), ours.id());
      return Optional.of(same(other));
    }
    return Optional.of(copied(ours, other));
  }

  private Finding same(Registered other) {
    String alias = other.earlier() ? server.nameWithin() : within(other);
    String first = other.earlier() ? within(other) : server.nameWithin();
    return Finding.problem(
        SAME,
        "%s is the same machine as %s".formatted(server.nameWithin(), within(other)),
        "Register %1$s as an alias: ./holdfast server remove %1$s, then ./holdfast server add %1$s --alias-of %2$s, with the other options as before"
            .formatted(alias, first));
  }

  private Finding copied(MachineId ours, Registered other) {
    Optional<MachineId> renewed;
    try {
      renewed = MachineId.renew(ssh, server, ours.id());
    } catch (SshException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
    if (renewed.isEmpty() || renewed.get().id().equals(ours.id())) {
      return unknown("it has the id of " + within(other) + ", and no new one can be written");
    }
    machines.saw(server.name(), renewed.get().id());
    return Finding.warning(
        NAME,
        "its disk is a copy of that of %s: it had the same machine id and has one of its own now"
            .formatted(within(other)),
        "See that it shares nothing else with %s: its host keys (rm /etc/ssh/ssh_host_*; ssh-keygen -A) and /etc/machine-id"
            .formatted(within(other)));
  }

  private static String within(Registered other) {
    return ServerNames.within(other.name());
  }

  private static Finding unknown(String why) {
    return Finding.skipped(
        NAME,
        "the machine id is not known, so that another name of this machine would not be noticed: "
            + why);
  }
}
