package dev.holdfast.activities.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds containers by what people call them. Engines also take any beginning of an id that only one
 * has: {@code db} would mean a container whose id happens to begin so.
 */
final class NamedContainers {
  /** As engines show ids in lists, or more of them. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

  private NamedContainers() {}

  /** The container of this name, or of this id of 12 digits at least. */
  static Optional<InspectContainerResponse> find(Engine engine, String name) {
    try {
      InspectContainerResponse found = engine.client().inspectContainerCmd(name).exec();
      return isMeant(name, found.getName(), found.getId()) ? Optional.of(found) : Optional.empty();
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The id of the container that is meant.
   *
   * @throws NotFoundException if there is none, with the body that engines answer with
   */
  static String id(Engine engine, String name) {
    return find(engine, name)
        .map(InspectContainerResponse::getId)
        .orElseThrow(() ->
            new NotFoundException("{\"message\": \"No such container: %s\"}".formatted(name)));
  }

  static boolean isMeant(String asked, String name, String id) {
    return name.equals("/" + asked) || (ID.matcher(asked).matches() && id.startsWith(asked));
  }
}
