package dev.holdfast.platform.identity;

import dev.holdfast.platform.identity.Subject.Held;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what whoever has authenticated may do at this moment; reads the grants each time. */
public final class Subjects {
  private static final Permission METRICS = Permission.of("metrics:read");
  private static final Permission SELF = Permission.of("self:read");

  private final Grants grants;

  public Subjects(Grants grants) {
    this.grants = grants;
  }

  public Subject of(Identity identity) {
    return new Subject(identity.user(), identity.organisation(), held(identity));
  }

  private List<Held> held(Identity identity) {
    if (identity.kind() == TokenKind.METRICS) {
      return List.of(new Held(METRICS, Subject.EVERYTHING, "metrics", null));
    }
    List<Held> held =
        limited(
            identity.admin()
                ? List.of(new Held(Permission.ALL, Subject.EVERYTHING, "administrator", null))
                : grants.held(identity.user()),
            identity.limit());
    held.add(new Held(SELF, Subject.EVERYTHING, "user", null));
    return held;
  }

  private static List<Held> limited(List<Held> held, @Nullable List<Permission> limit) {
    if (limit == null) {
      return new ArrayList<>(held);
    }
    List<Held> both = new ArrayList<>();
    for (Held one : held) {
      for (Permission most : limit) {
        one.permission()
            .and(most)
            .ifPresent(
                permission -> both.add(new Held(permission, one.scope(), one.role(), one.until())));
      }
    }
    return both;
  }
}
