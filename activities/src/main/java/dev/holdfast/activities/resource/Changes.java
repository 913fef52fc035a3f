package dev.holdfast.activities.resource;

import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Change.Action;
import dev.holdfast.schemas.change.Change.Risk;
import dev.holdfast.schemas.change.Resource;
import org.jspecify.annotations.Nullable;

/** Makes changes of what handlers found. */
public final class Changes {
  private Changes() {}

  /** A change, which creates its resource where there was nothing before. */
  public static Change of(
      String title, Risk risk, String diff, @Nullable Resource before, Resource desired) {
    return new Change(
        desired.subject(),
        before == null ? Action.CREATE : Action.UPDATE,
        title,
        diff,
        risk,
        before,
        desired);
  }

  /** A change after which its resource is gone. */
  public static Change removal(String title, Risk risk, String diff, Resource there) {
    return new Change(there.subject(), Action.REMOVE, title, diff, risk, there, null);
  }
}
