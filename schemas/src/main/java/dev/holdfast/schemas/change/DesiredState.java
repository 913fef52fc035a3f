package dev.holdfast.schemas.change;

import dev.holdfast.schemas.server.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation wants a server to be: pure functions of its input and the facts.
 *
 * @param <I> the operation's input
 */
public interface DesiredState<I> {

  /** The record that the input is read as. */
  Class<I> inputType();

  /** Which facts {@link #desired} needs. */
  FactsQuery query(I input);

  /** The groups of resources in the order of their application, and what speaks against it. */
  Desired desired(I input, Facts facts, Server server);

  /**
   * Why this must not be applied, because it cuts off servers that are reached through the one that
   * is changed; for people, as {@link Desired#refusals}.
   *
   * @param behind the names of these servers
   */
  default List<String> cutsOff(I input, Server server, List<String> behind) {
    return List.of();
  }

  /**
   * Why this must not be applied, because people lose their way into the server; for people, as
   * {@link Desired#refusals}.
   */
  default List<String> locksOut(I input, Server server, RemainingAccess access) {
    return List.of();
  }

  /**
   * @param refusals why this must not be applied, for people: what is wrong, and what to do
   * @param loosened what becomes less strict than it is on the server, for people
   * @param notes what is left as it is although the input says otherwise, and why, for people
   */
  record Desired(
      List<Group> groups, List<String> refusals, List<String> loosened, List<String> notes) {
    public Desired {
      groups = List.copyOf(groups);
      refusals = List.copyOf(refusals);
      loosened = List.copyOf(loosened);
      notes = List.copyOf(notes);
    }

    /** What leaves nothing as it is. */
    public Desired(List<Group> groups, List<String> refusals, List<String> loosened) {
      this(groups, refusals, loosened, List.of());
    }

    /** What loosens nothing. */
    public Desired(List<Group> groups, List<String> refusals) {
      this(groups, refusals, List.of());
    }
  }

  /**
   * Resources that are applied together.
   *
   * @param confirmWithinSeconds 0, or the window of a commit-confirmed group
   * @param after the keys of the groups that it needs; null where it needs all before it
   */
  record Group(
      String key,
      String title,
      int confirmWithinSeconds,
      List<Resource> resources,
      @Nullable List<String> after) {
    public Group {
      resources = List.copyOf(resources);
      after = after == null ? null : List.copyOf(after);
    }

    /** One that needs all before it. */
    public Group(String key, String title, int confirmWithinSeconds, List<Resource> resources) {
      this(key, title, confirmWithinSeconds, resources, null);
    }
  }
}
