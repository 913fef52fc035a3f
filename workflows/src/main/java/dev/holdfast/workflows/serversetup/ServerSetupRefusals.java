package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.serversetup.AuthorizedKeyStrength;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput.SudoRule;
import dev.holdfast.schemas.serversetup.ServerSetupInput.User;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what server-setup must not or cannot do on a server. */
final class ServerSetupRefusals {
  private final ServerSetupInput input;
  private final Facts facts;
  private final Server server;
  private final List<String> refusals = new ArrayList<>();

  private ServerSetupRefusals(ServerSetupInput input, Facts facts, Server server) {
    this.input = input;
    this.facts = facts;
    this.server = server;
  }

  static List<String> of(ServerSetupInput input, Facts facts, Server server) {
    ServerSetupRefusals found = new ServerSetupRefusals(input, facts, server);
    // The API refuses these; an operation may be older than that.
    input
        .problems()
        .forEach(problem -> found.refusals.add(problem.field() + ": " + problem.message()));
    found.refusals.addAll(ServerSetupPackages.refusals(input.packages(), facts));
    found.ids();
    input.users().forEach(found::user);
    input.users().forEach(user -> found.refusals.addAll(ServerSetupLogins.refusals(user, facts)));
    input.sudo().forEach(found::sudo);
    found.refusals.addAll(SudoEffects.refusals(SudoFiles.of(input.sudo()), facts));
    found.directories();
    return List.copyOf(found.refusals);
  }

  /** Numbers are never changed: files on the disk belong to them. */
  private void ids() {
    for (ServerSetupInput.Group group : input.groups()) {
      Facts.Group present = facts.groups().get(group.name());
      if (present != null && group.gid() != null && present.gid() != group.gid()) {
        refusals.add(
            "groups: %s has the gid %d, and Holdfast does not change it to %d"
                .formatted(group.name(), present.gid(), group.gid()));
      }
    }
    for (User user : input.users()) {
      Facts.User present = facts.users().get(user.name());
      if (present != null && user.uid() != null && present.uid() != user.uid()) {
        refusals.add(
            "users: %s has the uid %d, and Holdfast does not change it to %d"
                .formatted(user.name(), present.uid(), user.uid()));
      }
    }
  }

  private void user(User user) {
    for (String group : user.groups()) {
      if (!groupWillExist(group)) {
        refusals.add(
            "users: %s is to be in the group %s, which does not exist; add it to groups"
                .formatted(user.name(), group));
      }
    }
    List<String> keys = user.authorizedKeys();
    for (String key : keys) {
      String weakness = AuthorizedKeyStrength.weakness(key);
      if (weakness != null) {
        refusals.add("users: a key of %s %s".formatted(user.name(), weakness));
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    Facts.User present = facts.users().get(user.name());
    if (present == null ? user.system() && user.home() == null : nowhere(user, present)) {
      refusals.add(
          "users: %s has authorized keys but no home directory to keep them in; give it a home"
              .formatted(user.name()));
    }
    Facts.Keys file = facts.keys().get(user.name());
    if (file != null && file.obstacle() != null) {
      refusals.add(
          "users: the keys of %s cannot be written: %s".formatted(user.name(), file.obstacle()));
    }
  }

  private static boolean nowhere(User user, Facts.User present) {
    return !present.homeExists() && user.home() == null && user.system();
  }

  private void sudo(SudoRule rule) {
    if ((rule.user() == null) == (rule.group() == null)) {
      refusals.add("sudo: a rule names either a user or a group");
      return;
    }
    if (!facts.visudo() && !input.installs().contains("sudo")) {
      refusals.add("sudo: sudo is not installed; add sudo to packages");
    } else if (facts.visudo() && !facts.sudoersDirectory()) {
      refusals.add(
          "sudo: /etc/sudoers does not include /etc/sudoers.d; add the line '@includedir"
              + " /etc/sudoers.d'");
    }
    if (rule.user() != null && !userWillExist(rule.user())) {
      refusals.add("sudo: the user %s does not exist; add it to users".formatted(rule.user()));
    }
    if (rule.group() != null && !groupWillExist(rule.group())) {
      refusals.add("sudo: the group %s does not exist; add it to groups".formatted(rule.group()));
    }
    // The last rule that matches wins, so ours would take away the sudo that Holdfast itself needs.
    boolean ours =
        server.user().equals(rule.user())
            || (rule.group() != null && facts.loginGroups().contains(rule.group()));
    if (rule.password() && ours && !server.user().equals("root")) {
      refusals.add(
          "sudo: with this rule sudo would ask %s, the user that Holdfast logs in as, for a password"
              .formatted(server.user()));
    }
  }

  private void directories() {
    for (ServerSetupInput.Directory directory : input.directories()) {
      Facts.Directory present = facts.directories().get(directory.path());
      if (present != null && !present.isDirectory()) {
        refusals.add(
            "directories: %s is there and is a %s; name the real directory or move it away"
                .formatted(directory.path(), present.type()));
      }
      if (!userWillExist(directory.owner())) {
        refusals.add(
            "directories: the owner %s of %s does not exist; add it to users"
                .formatted(directory.owner(), directory.path()));
      }
      if (!groupWillExist(directory.group())) {
        refusals.add(
            "directories: the group %s of %s does not exist; add it to groups"
                .formatted(directory.group(), directory.path()));
      }
    }
  }

  private boolean userWillExist(String name) {
    return facts.users().containsKey(name)
        || input.users().stream().anyMatch(user -> user.name().equals(name))
        || packagesMayBringIt();
  }

  private boolean groupWillExist(String name) {
    return facts.groups().containsKey(name)
        || Stream.concat(
                input.groups().stream().map(ServerSetupInput.Group::name),
                input.users().stream().map(User::name))
            .anyMatch(name::equals)
        || packagesMayBringIt();
  }

  private boolean packagesMayBringIt() {
    return !facts.installed().containsAll(input.installs());
  }
}
