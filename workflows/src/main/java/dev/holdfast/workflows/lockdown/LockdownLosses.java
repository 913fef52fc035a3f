package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.RemainingAccess.Outcome;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses to take access away from anybody whom the input does not name. */
final class LockdownLosses {
  private LockdownLosses() {}

  static List<String> refused(LockdownInput input, Server server, RemainingAccess access) {
    List<String> refusals = new ArrayList<>();
    for (RemainingAccess.Account account : access.losing()) {
      boolean allowed = input.allowLockout().contains(account.name());
      boolean ours = account.name().equals(server.user());
      if (ours && account.outcome() == Outcome.LOSES_ALL) {
        refusals.add(
            "sshd: %s; it is the user that Holdfast logs in as: give it a way in that lasts"
                .formatted(account.line()));
      } else if (!allowed && !rootPassword(account)) {
        refusals.add("sshd: " + account.line());
      }
    }
    String names =
        access.losing().stream()
            .filter(account -> !rootPassword(account))
            .map(RemainingAccess.Account::name)
            .filter(name -> !name.equals(server.user()) || losesSome(name, access))
            .collect(Collectors.joining(","));
    if (!refusals.isEmpty() && !names.isEmpty()) {
      refusals.add(
          "allowLockout: give these accounts a way in that lasts (an Ed25519 key), or accept the"
              + " loss by naming them: allowLockout=[%s]".formatted(names));
    }
    return refusals;
  }

  /**
   * To take the password of root away is what lockdown is for, and it still works on the console:
   * it is shown and not asked about. A key of root is somebody's.
   */
  private static boolean rootPassword(RemainingAccess.Account account) {
    return account.name().equals("root")
        && account.outcome() == Outcome.LOSES_ALL
        && Set.of("password", "keyboard-interactive").containsAll(account.before());
  }

  private static boolean losesSome(String name, RemainingAccess access) {
    return access.losing().stream()
        .anyMatch(
            account -> account.name().equals(name) && account.outcome() == Outcome.LOSES_SOME);
  }
}
