package dev.holdfast.api.identity;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.User;
import dev.holdfast.platform.identity.Users;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Who may change how somebody else logs in. Whoever may could log in in their place, also when they
 * may do more than today: so it takes everything.
 */
@Component
public final class OthersLogins {
  private final CallerAccess access;
  private final Users users;

  OthersLogins(CallerAccess access, Users users) {
    this.access = access;
    this.users = users;
  }

  /**
   * @throws ApiException if the caller may not, or there is no such user
   */
  public void require(String name, Caller caller) {
    access.requireEverywhere(caller, "users:write");
    User user =
        users
            .find(caller.organisation(), name)
            .orElseThrow(
                () -> ApiException.notFound("unknown-user", "There is no user '" + name + "'."));
    Delegation.check(caller, "The login of another user", List.of(Permission.ALL), null);
    if (user.administrator() && !caller.identity().admin()) {
      throw ApiException.conflict(
          "platform-administrator",
          "'" + name + "' is the administrator of the platform, whose login is its own matter.");
    }
  }
}
