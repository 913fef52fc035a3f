package dev.holdfast.activities.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.change.OwnPlanner;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.LoginPublicKey;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginKeyResource;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.SudoPasswordResource;
import dev.holdfast.schemas.credentials.Credential;
import dev.holdfast.schemas.credentials.RotateCredentialsInput;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says what a rotation would change on a server, without making any credential. */
public final class RotationPlanner implements OwnPlanner {
  private final FactsReader facts;
  private final Credentials credentials;
  private final SudoPasswords passwords;
  private final HostKeyPlan hostKeys;
  private final Function<Server, List<String>> sameKeys;
  private final ObjectMapper json = JsonPayloads.mapper();

  /**
   * @param sameKeys the full names of the servers for which one of the same host keys is pinned and
   *     which are not known to be the same machine
   */
  public RotationPlanner(
      FactsReader facts,
      Credentials credentials,
      SudoPasswords passwords,
      Function<Server, List<String>> sameKeys) {
    this.facts = facts;
    this.credentials = credentials;
    this.passwords = passwords;
    this.hostKeys = new HostKeyPlan(facts);
    this.sameKeys = sameKeys;
  }

  @Override
  public Plan plan(Step step, Server server, Object given) {
    RotateCredentialsInput input = json.convertValue(given, RotateCredentialsInput.class);
    List<Plan.Group> groups = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    // First, because without it nothing else can be read.
    if (input.rotate().contains(Credential.SUDO_PASSWORD)) {
      passwords.settle(server);
      passwords
          .refusal(server)
          .ifPresentOrElse(
              refusals::add,
              () -> groups.add(group(Credential.SUDO_PASSWORD, input, sudoPassword(server))));
    }
    if (input.rotate().contains(Credential.LOGIN_KEY)) {
      loginKey(server, input, groups, refusals);
    }
    List<String> notes = new ArrayList<>();
    if (input.rotate().contains(Credential.HOST_KEYS)) {
      hostKeys(server, input, groups, refusals, notes);
    }
    return Plan.of(server.name(), groups, 0, refusals).noting(notes);
  }

  private void hostKeys(
      Server server,
      RotateCredentialsInput input,
      List<Plan.Group> groups,
      List<String> refusals,
      List<String> notes) {
    HostKeyPlan.Planned planned = hostKeys.plan(server);
    if (planned.change() == null) {
      refusals.add(String.valueOf(planned.refusal()));
      return;
    }
    groups.add(group(Credential.HOST_KEYS, input, planned.change()));
    notes.add(
        "whoever else logs in to %1$s (people, scripts, other machines) keeps the old host keys in known_hosts, and is warned until the new ones are there; ./holdfast server show %1$s has them then"
            .formatted(server.nameWithin()));
    List<String> same = sameKeys.apply(server).stream().map(ServerNames::within).toList();
    if (!same.isEmpty()) {
      notes.add(
          "%1$s keeps the old host keys pinned, because it is not known to be the same machine as %2$s; if it is, register it as an alias of it first, or trust the new keys there afterwards: ./holdfast server trust NAME"
              .formatted(String.join(", ", same), server.nameWithin()));
    }
  }

  private void loginKey(
      Server server, RotateCredentialsInput input, List<Plan.Group> groups, List<String> refusals) {
    String name = server.nameWithin();
    if (server.access().agent() != null) {
      refusals.add(
          "login key: %s is logged in to by an ssh-agent, whose keys the platform does not have; give it a key (./holdfast server set %s --key FILE), or rotate it in the agent"
              .formatted(name, name));
      return;
    }
    if (server.access().certificate() != null) {
      refusals.add(
          "login key: %s is logged in to with a user certificate; sign one for another key, and give both: ./holdfast server set %s --key FILE --certificate FILE-cert.pub"
              .formatted(name, name));
      return;
    }
    HostKey key = LoginPublicKey.of(server, credentials);
    Facts found = facts.read(server, FactsQuery.keys(List.of(server.user())));
    Facts.Keys keys = found.keys().get(server.user());
    if (keys == null || keys.obstacle() != null) {
      refusals.add(
          "login key: the authorized keys of %s cannot be changed: %s"
              .formatted(
                  server.user(), keys == null ? "it has no home directory" : keys.obstacle()));
      return;
    }
    List<String> old = LoginKeyLines.of(keys.lines(), key);
    Facts.Login login = found.logins().get(server.user());
    if (login != null && !LoginKeyLines.of(login.elsewhere(), key).isEmpty()) {
      refusals.add(
          "login key: %s is authorized in another file of AuthorizedKeysFile, too; move its line to ~/.ssh/authorized_keys of %s first"
              .formatted(key.fingerprint(), server.user()));
    } else if (old.isEmpty()) {
      refusals.add(
          "login key: %s is not in ~/.ssh/authorized_keys of %s but authorized in another way; rotate it there"
              .formatted(key.fingerprint(), server.user()));
    } else {
      groups.add(group(Credential.LOGIN_KEY, input, loginKey(server, keys, old, key)));
    }
  }

  private static Change loginKey(Server server, Facts.Keys keys, List<String> old, HostKey key) {
    String line = LoginKeyLines.planned(old.getFirst(), key, "holdfast@" + server.nameWithin());
    List<String> after = new ArrayList<>(keys.lines());
    after.removeAll(old);
    after.add(line);
    LoginKeyResource before =
        new LoginKeyResource(server.user(), old, keys.directoryMode(), keys.fileMode(), List.of());
    return change(
        "Replace the login key %s of %s".formatted(key.fingerprint(), server.user()),
        Diffs.unified(
            "~%s/.ssh/authorized_keys".formatted(server.user()),
            String.join("\n", keys.lines()),
            String.join("\n", after)),
        before,
        new LoginKeyResource(
            server.user(), List.of(line), keys.directoryMode(), keys.fileMode(), old));
  }

  private static Change sudoPassword(Server server) {
    SudoPasswordResource password = new SudoPasswordResource(server.user());
    return change(
        "Set another password for %s, which it types for sudo".formatted(server.user()),
        Diffs.unified(
            "password of " + server.user(),
            "(the stored one)",
            "(a new one, made when this is applied)"),
        password,
        password);
  }

  private static Change change(String title, String diff, Resource before, Resource desired) {
    return new Change(
        desired.subject(),
        Change.Action.UPDATE,
        title,
        diff,
        Change.Risk.LOCK_OUT,
        before,
        desired);
  }

  private static Plan.Group group(
      Credential credential, RotateCredentialsInput input, Change change) {
    return new Plan.Group(
        credential.word(),
        "Rotate the " + credential.text(),
        input.confirmWithinSeconds(),
        List.of(change));
  }
}
