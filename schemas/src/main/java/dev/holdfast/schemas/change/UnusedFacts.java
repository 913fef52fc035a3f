package dev.holdfast.schemas.change;

import java.util.List;

/** What a server's engine has that no container uses, stacks and quarantine aside. */
public record UnusedFacts(List<Thing> things) {
  public UnusedFacts {
    things = List.copyOf(things);
  }

  /** The name of the fact about what has been so for this long. */
  public static String olderThan(int seconds) {
    return "older-than:" + seconds;
  }

  /**
   * One of them.
   *
   * @param what {@code container}, {@code image}, {@code network} or {@code volume}
   * @param id by which the engine knows it
   * @param name by which people do
   * @param since when it was stopped, tagged or made: RFC 3339
   * @param bytes its size, for an image; otherwise 0
   * @param users the ids of stopped containers, of those that are unused themselves, which have it
   * @param references the names under which an image is there; of others none
   */
  public record Thing(
      String what,
      String id,
      String name,
      String since,
      long bytes,
      List<String> users,
      List<String> references) {
    public Thing {
      users = List.copyOf(users);
      references = List.copyOf(references);
    }
  }
}
