package dev.holdfast.schemas.change;

import java.util.List;

/**
 * Something of a server's engine that no container uses.
 *
 * @param what {@code container}, {@code image}, {@code network} or {@code volume}
 * @param id by which the engine knows it
 * @param name by which people do
 * @param since when it was stopped, tagged or made: RFC 3339, as the engine says it
 * @param references the names under which an image is there; of others none
 * @param olderThanSeconds for how long it has to be unused to count as such
 */
public record UnusedResource(
    String what,
    String id,
    String name,
    String since,
    List<String> references,
    int olderThanSeconds)
    implements Resource {
  public UnusedResource {
    references = List.copyOf(references);
  }

  @Override
  public String subject() {
    return "unused-%s:%s".formatted(what, id);
  }
}
