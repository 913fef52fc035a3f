package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Packages of the server's own package manager.
 *
 * @param names are installed
 * @param absent are not, neither is their configuration, nor what came only with them
 * @param versions of those that are installed in exactly this one
 * @param removed are not installed; their configuration stays
 * @param purged those of {@code removed} whose configuration is gone, too
 * @param held stay in their version when the others are upgraded
 * @param notHeld do not
 * @param automatic are marked as installed only for others
 * @param moves what the package manager does for it; empty where that is not known beforehand
 */
public record PackagesResource(
    List<String> names,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> absent,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> versions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> removed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> purged,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> held,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notHeld,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> automatic,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Move> moves)
    implements Resource {

  public PackagesResource {
    names = List.copyOf(names);
    absent = orEmpty(absent);
    versions =
        Collections.unmodifiableSortedMap(
            new TreeMap<>(Objects.requireNonNullElse(versions, new TreeMap<>())));
    removed = orEmpty(removed);
    purged = orEmpty(purged);
    held = orEmpty(held);
    notHeld = orEmpty(notHeld);
    automatic = orEmpty(automatic);
    moves = orEmpty(moves);
  }

  /** Packages that are installed, and packages that are purged with what came only with them. */
  public PackagesResource(List<String> names, List<String> absent) {
    this(
        names,
        absent,
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * One package that comes, goes or changes its version.
   *
   * @param from its version before; null where it was not installed
   * @param to its version after; null where it is not installed then
   * @param automatic whether it was marked before as installed only for others
   * @param returns whether the repositories have the version of before
   */
  public record Move(
      String name, @Nullable String from, @Nullable String to, boolean automatic, boolean returns) {

    /** The way back, of a package that is marked as automatic by then or not. */
    public Move reversed(boolean marked) {
      return new Move(name, to, from, marked, true);
    }
  }

  /** The same with what the package manager does for it. */
  public PackagesResource with(List<Move> done) {
    return new PackagesResource(
        names, absent, versions, removed, purged, held, notHeld, automatic, done);
  }

  @Override
  public String subject() {
    return "packages";
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
