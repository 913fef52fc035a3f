package dev.holdfast.api.operations;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.ConfirmedInputs;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.profile.FilledInput;
import dev.holdfast.platform.profile.Profile;
import dev.holdfast.platform.profile.ProfileChoice;
import dev.holdfast.platform.profile.ProfileTarget;
import dev.holdfast.platform.profile.Profiles;
import dev.holdfast.schemas.operation.ContinuedInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The inputs that are kept for servers: who gives none means these. That of a profile counts; of
 * some operations without one that which was last confirmed.
 */
@Component
public final class KeptInputs {
  private final Profiles profiles;
  private final ConfirmedInputs confirmed;

  KeptInputs(Profiles profiles, ConfirmedInputs confirmed) {
    this.profiles = profiles;
    this.confirmed = confirmed;
  }

  /**
   * What is kept for one server.
   *
   * @param json the whole input
   * @param problems what is wrong with it there
   */
  record Kept(String json, InputOrigin origin, List<FieldError> problems) {
    Kept {
      problems = List.copyOf(problems);
    }
  }

  /** Whether an input of this operation says how servers are to be, and so can be kept. */
  public static boolean canBeKept(OperationType type) {
    return type.kind() == OperationType.Kind.CHANGE
        && !type.name().equals(UndoOperation.TYPE.name());
  }

  /**
   * What is kept in an organisation for those of its servers for which something is, by name.
   *
   * @throws ApiException if it cannot be known what it is
   */
  Map<String, Kept> of(String organisation, OperationType type, List<Server> servers) {
    List<Profile> known = profiles.list(organisation, type.name());
    Map<String, Kept> kept = new HashMap<>();
    List<String> without = new ArrayList<>();
    for (Server server : servers) {
      switch (ProfileChoice.of(server, known)) {
        case ProfileChoice.One(Profile profile) -> kept.put(server.name(), kept(profile, server));
        case ProfileChoice.None _ -> without.add(server.name());
        case ProfileChoice.Conflict conflict -> throw conflict(server, conflict);
      }
    }
    if (!without.isEmpty() && ContinuedInput.class.isAssignableFrom(type.inputType())) {
      confirmed
          .last(type.name(), without)
          .forEach((server, last) -> kept.put(server, kept(type, server, last)));
    }
    return kept;
  }

  private static Kept kept(Profile profile, Server server) {
    FilledInput input = FilledInput.on(server, profile.body());
    return new Kept(
        input.json(),
        InputOrigin.profile(profile.name(), profile.version()),
        input.problems().stream()
            .map(problem -> new FieldError(problem.field(), problem.message()))
            .toList());
  }

  private static ApiException conflict(Server server, ProfileChoice.Conflict conflict) {
    Profile one = conflict.one();
    Profile other = conflict.other();
    return ApiException.conflict(
        "profiles-conflict",
        "On %s the profiles %s and %s count alike and differ. %s"
            .formatted(
                server.name(),
                one.name(),
                other.name(),
                one.target() instanceof ProfileTarget.OfLabel
                    ? "Give one of them a higher priority, or keep one for %s itself: ./holdfast profile set --help."
                        .formatted(server.name())
                    : "Remove one of them: they are of the same machine."));
  }

  private static Kept kept(OperationType type, String server, ConfirmedInputs.Confirmed last) {
    if (last.input() == null) {
      throw ApiException.invalid(
          "input",
          "is missing, and that of the last %s on %s is not known any more: %s was erased; give the whole input"
              .formatted(type.name(), server, last.operation()));
    }
    return new Kept(last.input(), InputOrigin.operation(last.operation()), List.of());
  }
}
