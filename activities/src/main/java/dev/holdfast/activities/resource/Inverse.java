package dev.holdfast.activities.resource;

import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import java.util.Map;
import java.util.Set;

/** How a change that was applied is undone. */
public sealed interface Inverse {

  /** The server is as it was before the change. */
  record Nothing() implements Inverse {}

  /** By this change. */
  record By(Change change) implements Inverse {}

  /**
   * Not any more: the server has moved on.
   *
   * @param why for a person: what is in the way, and what to do
   */
  record Refused(String why) implements Inverse {}

  /**
   * What an undo is decided on.
   *
   * @param loginUser whom Holdfast logs in as
   * @param leaving by group, the users that are no members of it once the plan is made
   * @param returning the users that were removed and are there again once the plan is made
   */
  record Context(
      Facts facts, String loginUser, Map<String, Set<String>> leaving, Set<String> returning) {}

  Inverse NOTHING = new Nothing();

  /** Refused because somebody has changed the resource since. */
  static Inverse changedSince(String what) {
    return new Refused(what + " has been changed since: undo that first, or change it by hand");
  }
}
