package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.OperationFilter;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads which operations somebody wants to see: what nothing can match is a slip, and is told. */
@Component
final class OperationFilters {
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final Operations operations;
  private final Servers servers;
  private final Users users;

  OperationFilters(Operations operations, Servers servers, Users users) {
    this.operations = operations;
    this.servers = servers;
    this.users = users;
  }

  /** The filters as they were given. */
  record Asked(
      @Nullable String state,
      @Nullable String type,
      @Nullable String server,
      @Nullable String by,
      @Nullable String since,
      @Nullable String prefix,
      @Nullable String label,
      boolean measurements) {}

  /**
   * The filter.
   *
   * @param visible what may be seen at all
   * @throws ApiException with every field that is wrong
   */
  OperationFilter of(Caller caller, Asked asked, OperationFilter.Visible visible) {
    String organisation = caller.organisation();
    List<FieldError> errors = new ArrayList<>();
    var filter =
        new OperationFilter(
            organisation,
            state(asked.state(), errors),
            type(asked.type(), errors),
            server(organisation, asked.server(), errors),
            visible,
            by(organisation, asked.by(), errors),
            since(asked.since(), errors),
            asked.prefix(),
            label(organisation, asked.label(), errors),
            // An id that somebody types is meant, whatever it is of.
            asked.measurements() || asked.prefix() != null);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return filter;
  }

  private static @Nullable OperationState state(@Nullable String word, List<FieldError> errors) {
    if (word == null) {
      return null;
    }
    try {
      return OperationState.of(word);
    } catch (IllegalArgumentException e) {
      errors.add(
          new FieldError(
              "state",
              "'%s' is not a state; there are %s"
                  .formatted(
                      word,
                      Stream.of(OperationState.values())
                          .map(OperationState::word)
                          .collect(Collectors.joining(", ")))));
      return null;
    }
  }

  private static @Nullable String type(@Nullable String name, List<FieldError> errors) {
    if (name != null && Catalogue.find(name).isEmpty()) {
      errors.add(
          new FieldError(
              "type",
              "'%s' is not an operation; there are %s"
                  .formatted(
                      name,
                      Catalogue.operations().stream()
                          .map(OperationType::name)
                          .collect(Collectors.joining(", ")))));
    }
    return name;
  }

  /** One that was removed may still be asked for. */
  private @Nullable String server(
      String organisation, @Nullable String name, List<FieldError> errors) {
    if (name == null) {
      return null;
    }
    String full = ServerNames.full(organisation, name);
    if (servers.find(organisation, name).isEmpty() && !operations.knows(organisation, full, null)) {
      errors.add(new FieldError("server", "there is no server '" + name + "'"));
    }
    return full;
  }

  private @Nullable String by(String organisation, @Nullable String name, List<FieldError> errors) {
    if (name != null
        && users.find(organisation, name).isEmpty()
        && !operations.knows(organisation, null, name)) {
      errors.add(new FieldError("by", "there is no user '" + name + "'"));
    }
    return name;
  }

  private static @Nullable Instant since(@Nullable String text, List<FieldError> errors) {
    if (text == null) {
      return null;
    }
    try {
      Instant since = Instant.parse(text);
      if (since.isAfter(Instant.EPOCH) && since.isBefore(LATEST)) {
        return since;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    errors.add(
        new FieldError("since", "'" + text + "' is not an instant, such as 2026-01-31T12:00:00Z"));
    return null;
  }

  private OperationFilter.@Nullable Label label(
      String organisation, @Nullable String text, List<FieldError> errors) {
    if (text == null) {
      return null;
    }
    int equals = text.indexOf('=');
    if (equals <= 0) {
      errors.add(new FieldError("label", "'" + text + "' is not a label, such as env=prod"));
      return null;
    }
    var label = new OperationFilter.Label(text.substring(0, equals), text.substring(equals + 1));
    boolean known =
        servers.all(organisation).stream()
            .anyMatch(server -> label.value().equals(server.labels().get(label.key())));
    if (!known) {
      errors.add(new FieldError("label", "no server has the label '" + text + "'"));
    }
    return label;
  }
}
