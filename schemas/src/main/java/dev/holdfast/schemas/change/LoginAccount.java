package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * The account that Holdfast logs in as, as far as changes can take its way into the server away.
 *
 * @param home of the user; empty where the server has no such user, null where nobody asked
 */
public record LoginAccount(String user, @Nullable String home) {

  /** The account with what the facts say of it. */
  public static LoginAccount of(String user, Facts facts) {
    Facts.User there = facts.users().get(user);
    return new LoginAccount(user, there == null ? "" : there.home());
  }

  /** The account without a look at the server: any directory may be on the way to its keys. */
  public static LoginAccount named(String user) {
    return new LoginAccount(user, null);
  }

  /** Whether a resource decides how this account gets in. */
  public boolean needs(Resource resource) {
    return switch (resource) {
      case Resource.User changed -> changed.name().equals(user);
      case Resource.AuthorizedKeys keys -> keys.user().equals(user);
      case Resource.Directory directory -> leadsToKeys(directory.path());
      default -> false;
    };
  }

  /** With StrictModes sshd looks at the modes of everything above the keys. */
  private boolean leadsToKeys(String path) {
    if (home == null) {
      return true;
    }
    String above = path.endsWith("/") ? path : path + "/";
    return !home.isEmpty() && (home + "/.ssh/").startsWith(above);
  }
}
