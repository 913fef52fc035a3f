package dev.holdfast.platform.identity;

import java.util.List;

/** Whether somebody may do something. */
public sealed interface Decision {
  /** They may. */
  record Allowed() implements Decision {}

  /**
   * They may not.
   *
   * @param missing what they would need
   * @param outside the servers that their grants do not reach; empty if they have no such grant at
   *     all, or only one that reaches a part of the platform where the whole is needed
   * @param scoped whether they have the permission somewhere
   */
  record Denied(Permission missing, List<String> outside, boolean scoped) implements Decision {}

  default boolean allowed() {
    return this instanceof Allowed;
  }
}
