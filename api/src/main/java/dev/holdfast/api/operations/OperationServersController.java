package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.WrongCursorException;
import dev.holdfast.schemas.operation.ServerState;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows all the servers of an operation, part by part. */
@RestController
final class OperationServersController {
  private static final int MOST = 500;

  private final OperationDocuments documents;

  OperationServersController(OperationDocuments documents) {
    this.documents = documents;
  }

  /**
   * Sorted by name; asked again with {@code next} as {@code after}, it goes on from there.
   *
   * @param state only servers in this state, or in one of several that are separated by commas
   */
  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/api/v1/operations/{id}/servers")
  Page<OnServer> servers(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "100") int limit) {
    Set<ServerState> states = states(state);
    try {
      return documents.servers(id, states, after, Math.clamp(limit, 1, MOST));
    } catch (WrongCursorException e) {
      throw ApiException.invalid("after", String.valueOf(e.getMessage()));
    }
  }

  private static Set<ServerState> states(@Nullable String text) {
    Set<ServerState> states = EnumSet.noneOf(ServerState.class);
    for (String word : text == null ? new String[0] : text.split(",", -1)) {
      try {
        states.add(ServerState.of(word.strip()));
      } catch (IllegalArgumentException e) {
        throw ApiException.invalid(
            "state",
            "'%s' is not a state of a server; there are %s"
                .formatted(
                    word,
                    Stream.of(ServerState.values())
                        .map(ServerState::word)
                        .collect(Collectors.joining(", "))));
      }
    }
    return states;
  }
}
