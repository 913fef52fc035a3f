package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.LoginSession;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.operation.Page;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows who has logged in, and ends sessions: everybody their own, and others' with a permission.
 */
@RestController
@RequestMapping("/api/v1/sessions")
final class SessionsController {
  private static final String READ = "sessions:read";
  private static final String WRITE = "sessions:write";

  private final CallerAccess access;
  private final LoginSessions sessions;

  SessionsController(CallerAccess access, LoginSessions sessions) {
    this.access = access;
    this.sessions = sessions;
  }

  /**
   * @param current whether it is the one that asks
   */
  record SessionDocument(
      String id,
      String user,
      String how,
      String client,
      Instant createdAt,
      Instant lastUsedAt,
      Instant endsAt,
      boolean current) {
    static SessionDocument of(LoginSession session, Caller caller) {
      return new SessionDocument(
          session.id(),
          session.user(),
          session.how(),
          session.client(),
          session.createdAt(),
          session.lastUsedAt(),
          session.endsAt(),
          session.id().equals(caller.identity().session()));
    }
  }

  @GetMapping
  @Requires(Requires.SELF)
  Page<SessionDocument> list(
      @RequestParam(required = false) @Nullable String user,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String whose = all ? null : Objects.requireNonNullElse(user, caller.name());
    if (!caller.name().equals(whose)) {
      access.requireEverywhere(caller, READ);
    }
    return new Page<>(
        sessions.list(caller.organisationOf(whose), whose).stream()
            .map(session -> SessionDocument.of(session, caller))
            .toList(),
        null);
  }

  @DeleteMapping("/{session}")
  @Requires(Requires.SELF)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable("session") String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "ends no sessions");
    boolean own =
        sessions.list(caller.organisationOf(caller.name()), caller.name()).stream()
            .anyMatch(session -> session.id().equals(id));
    if (!own) {
      access.requireEverywhere(caller, WRITE);
    }
    Actions.onPlatform("session end " + id);
    if (!sessions.end(caller.organisationOf(own ? caller.name() : null), id, caller.name())) {
      throw ApiException.notFound(
          "unknown-session", "There is no session '" + id + "'; session list shows them.");
    }
  }
}
