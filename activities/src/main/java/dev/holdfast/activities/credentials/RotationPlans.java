package dev.holdfast.activities.credentials;

import dev.holdfast.activities.hostkeys.HostKeysHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.LoginKeyResource;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.credentials.Credential;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.server.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes of an approved plan the one that is applied, which names the new key. */
final class RotationPlans {
  private RotationPlans() {}

  /**
   * The changes in the order and the groups in which they are made.
   *
   * @param key the public half of the new login key, made where the plan has one
   * @param hostKeys makes new host keys on the server where the plan has some
   */
  static Plan made(Plan approved, Supplier<HostKey> key, UnaryOperator<HostKeysResource> hostKeys) {
    List<Plan.Group> groups = new ArrayList<>();
    group(approved, Credential.SUDO_PASSWORD)
        .ifPresent(group ->
            groups.add(
                new Plan.Group(
                    RotationActivities.SUDO_PASSWORD,
                    "Set the new sudo password",
                    group.confirmWithinSeconds(),
                    group.changes())));
    group(approved, Credential.LOGIN_KEY).ifPresent(group -> loginKey(group, key.get(), groups));
    group(approved, Credential.HOST_KEYS).ifPresent(group -> groups.add(hostKeys(group, hostKeys)));
    return Plan.of(approved.server(), groups, 0, List.of());
  }

  private static Plan.Group hostKeys(Plan.Group approved, UnaryOperator<HostKeysResource> make) {
    Change planned = approved.changes().getFirst();
    HostKeysResource before = (HostKeysResource) Objects.requireNonNull(planned.before());
    Change change =
        HostKeysHandler.change(before, make.apply((HostKeysResource) planned.resource()));
    return new Plan.Group(
        RotationActivities.HOST_KEYS,
        change.title(),
        approved.confirmWithinSeconds(),
        List.of(change));
  }

  private static Optional<Plan.Group> group(Plan plan, Credential credential) {
    return plan.groups().stream()
        .filter(group -> group.key().equals(credential.word()))
        .findFirst();
  }

  private static void loginKey(Plan.Group approved, HostKey key, List<Plan.Group> groups) {
    Change rotation = approved.changes().getFirst();
    LoginKeyResource planned = (LoginKeyResource) rotation.resource();
    String line = LoginKeyLines.made(planned.lines().getFirst(), key);
    // Without it first: put there by an attempt that was interrupted, it is not there twice.
    LoginKeyResource fresh = with(planned, List.of(line), List.of(line));
    LoginKeyResource old = with(planned, planned.notLines(), List.of());
    LoginKeyResource taken = with(planned, List.of(line), List.of());
    int window = approved.confirmWithinSeconds();
    String id = planned.subject();
    groups.add(
        new Plan.Group(
            RotationActivities.AUTHORIZE,
            "Authorize the new login key " + key.fingerprint(),
            window,
            List.of(
                change(
                    id,
                    Change.Action.CREATE,
                    "Authorize a new login key",
                    "+" + line,
                    null,
                    fresh))));
    groups.add(
        new Plan.Group(
            RotationActivities.WITHDRAW,
            "Remove the old login key",
            window,
            List.of(
                change(
                    id + "/old",
                    Change.Action.REMOVE,
                    "Remove the old login key",
                    "-" + String.join("\n-", old.lines()),
                    old,
                    null))));
    groups.add(
        new Plan.Group(
            RotationActivities.TAKE_OFF,
            "Remove the new login key again",
            window,
            List.of(
                change(
                    id,
                    Change.Action.REMOVE,
                    "Remove the new login key",
                    "-" + line,
                    taken,
                    null))));
  }

  private static LoginKeyResource with(
      LoginKeyResource planned, List<String> lines, List<String> notLines) {
    return new LoginKeyResource(
        planned.user(), lines, planned.directoryMode(), planned.fileMode(), notLines);
  }

  private static Change change(
      String id,
      Change.Action action,
      String title,
      String diff,
      @Nullable Resource before,
      @Nullable Resource desired) {
    return new Change(id, action, title, diff + "\n", Change.Risk.LOCK_OUT, before, desired);
  }
}
