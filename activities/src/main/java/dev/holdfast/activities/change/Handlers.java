package dev.holdfast.activities.change;

import dev.holdfast.activities.accounts.AuthorizedKeysHandler;
import dev.holdfast.activities.accounts.GroupHandler;
import dev.holdfast.activities.accounts.UserHandler;
import dev.holdfast.activities.files.DirectoryHandler;
import dev.holdfast.activities.packages.PackagesHandler;
import dev.holdfast.activities.resource.Fragments.Fragment;
import dev.holdfast.activities.sshd.SshdHandler;
import dev.holdfast.activities.sudo.SudoRulesHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource;
import java.util.Optional;

/** Finds the handler of each kind of resource. */
final class Handlers {
  private static final PackagesHandler PACKAGES = new PackagesHandler();
  private static final GroupHandler GROUPS = new GroupHandler();
  private static final UserHandler USERS = new UserHandler();
  private static final AuthorizedKeysHandler KEYS = new AuthorizedKeysHandler();
  private static final SudoRulesHandler SUDO = new SudoRulesHandler();
  private static final DirectoryHandler DIRECTORIES = new DirectoryHandler();
  private static final SshdHandler SSHD = new SshdHandler();

  private Handlers() {}

  static Optional<Change> compare(Resource desired, Facts facts) {
    return switch (desired) {
      case Resource.Packages packages -> PACKAGES.compare(packages, facts);
      case Resource.Group group -> GROUPS.compare(group, facts);
      case Resource.User user -> USERS.compare(user, facts);
      case Resource.AuthorizedKeys keys -> KEYS.compare(keys, facts);
      case Resource.SudoRules rules -> SUDO.compare(rules, facts);
      case Resource.Directory directory -> DIRECTORIES.compare(directory, facts);
      case Resource.Sshd sshd -> SSHD.compare(sshd, facts);
    };
  }

  static Fragment fragment(Change change) {
    String code =
        switch (change.desired()) {
          case Resource.Packages packages -> PACKAGES.apply(packages);
          case Resource.Group group -> GROUPS.apply(group);
          case Resource.User user -> USERS.apply(user);
          case Resource.AuthorizedKeys keys -> KEYS.apply(keys);
          case Resource.SudoRules rules -> SUDO.apply(rules);
          case Resource.Directory directory -> DIRECTORIES.apply(directory);
          case Resource.Sshd sshd -> SSHD.apply(sshd);
        };
    return new Fragment(change.id(), code);
  }
}
