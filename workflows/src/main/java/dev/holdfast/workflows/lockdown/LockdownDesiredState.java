package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;

/**
 * What lockdown wants of a server: one drop-in of sshd that wins, and nothing that locks us out.
 */
public final class LockdownDesiredState implements DesiredState<LockdownInput> {

  @Override
  public Class<LockdownInput> inputType() {
    return LockdownInput.class;
  }

  @Override
  public FactsQuery query(LockdownInput input) {
    return FactsQuery.ofSshd();
  }

  @Override
  public Desired desired(LockdownInput input, Facts facts, Server server) {
    Facts.Sshd sshd = facts.sshd();
    if (sshd == null || sshd.error() != null || sshd.unit() == null || !facts.systemd()) {
      return new Desired(List.of(), List.of(unreadable(facts)));
    }
    LockdownInput.Sshd wanted = input.sshd();
    SshdSettings settings = SshdSettings.of(wanted, sshd);
    Resource.Sshd desired =
        new Resource.Sshd(
            SshdFiles.of(settings, sshd), settings.effective(), server.user(), sshd.unit());
    List<String> refusals = new ArrayList<>(LockdownRefusals.of(wanted, sshd, server));
    refusals.addAll(LockdownRefusals.overruled(desired, sshd));
    int window = input.confirmWithinSeconds();
    return new Desired(
        List.of(new Group("sshd", "Harden sshd", window, List.of(desired))),
        refusals,
        LockdownLoosening.of(settings, sshd));
  }

  @Override
  public List<String> cutsOff(LockdownInput input, Server server, List<String> behind) {
    return behind.isEmpty() || input.sshd().allowTcpForwarding()
        ? List.of()
        : List.of(
            "sshd.allowTcpForwarding: %s could not be reached any more, because %s is the jump host; set sshd.allowTcpForwarding=true"
                .formatted(String.join(", ", behind), server.name()));
  }

  @Override
  public List<String> locksOut(LockdownInput input, Server server, RemainingAccess access) {
    return LockdownLosses.refused(input, server, access);
  }

  private static String unreadable(Facts facts) {
    if (facts.sshd() != null && facts.sshd().error() != null) {
      return "sshd: the configuration that is there cannot be read: " + facts.sshd().error();
    }
    return "sshd: no ssh.service or sshd.service of systemd runs on the server, and without systemd"
        + " a change could not be reverted";
  }
}
