package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Decision;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.ResourceScope;
import dev.holdfast.platform.identity.ResourceScope.Target;
import dev.holdfast.platform.server.Servers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Lets a request reach an endpoint if its caller has the permission that the endpoint declares. */
@Component
final class DeclaredPermissions {
  /** For what declares nothing, also what does not exist: only who may do everything has it. */
  private static final Permission UNDECLARED = Permission.of("platform:administer");

  private final Endpoints endpoints;
  private final CallerAccess access;
  private final Servers servers;

  DeclaredPermissions(Endpoints endpoints, CallerAccess access, Servers servers) {
    this.endpoints = endpoints;
    this.access = access;
    this.servers = servers;
  }

  /** For every endpoint that is a method with {@link Requires}. */
  AuthorizationManager<RequestAuthorizationContext> byEndpoint() {
    return (authentication, context) ->
        authentication.get() instanceof CallerAuthentication known
            ? decide(known.getPrincipal(), context.getRequest())
            : new AuthorizationDecision(false);
  }

  /**
   * For the WebSocket, which shows the operation that a parameter names, or those events that its
   * caller may read.
   */
  AuthorizationManager<RequestAuthorizationContext> toEvents() {
    return (authentication, context) -> {
      Authentication who = authentication.get();
      HttpServletRequest request = context.getRequest();
      if (!(who instanceof CallerAuthentication known)) {
        return new AuthorizationDecision(false);
      }
      return EventParameters.askForStream(request)
          ? result(
              access.decide(
                  known.getPrincipal(), Permission.of("events:read"), new ResourceScope.Unscoped()))
          : onOperation(
              known.getPrincipal(),
              Permission.of("operations:read"),
              request.getParameter("operation"));
    };
  }

  private AuthorizationResult decide(Caller caller, HttpServletRequest request) {
    Endpoints.Endpoint endpoint = endpoints.of(request);
    Requires requires = endpoint == null ? null : endpoint.requires();
    if (endpoint == null || requires == null) {
      return result(access.decide(caller, UNDECLARED, new ResourceScope.Platform()));
    }
    Permission permission = Permission.of(requires.value());
    Map<String, String> path = endpoint.variables();
    return switch (requires.on()) {
      case PLATFORM -> result(access.decide(caller, permission, new ResourceScope.Platform()));
      case INSTALLATION ->
          caller.platformWide()
              ? result(access.decide(caller, permission, new ResourceScope.Platform()))
              : MissingPermission.platformWide();
      case ANY_SCOPE -> result(access.decide(caller, permission, new ResourceScope.Unscoped()));
      case SERVER -> onServer(caller, permission, path.get("name"));
      case OPERATION -> onOperation(caller, permission, path.get("id"));
    };
  }

  /** A server that does not exist is refused like one that is out of reach. */
  private AuthorizationResult onServer(
      Caller caller, Permission permission, @Nullable String name) {
    if (name == null || access.everywhere(caller, permission.toString())) {
      return result(access.decide(caller, permission, new ResourceScope.Platform()));
    }
    Target target =
        servers
            .find(caller.organisation(), name)
            .map(Target::of)
            .orElseGet(() -> Target.unknown(name));
    return result(access.decide(caller, permission, new ResourceScope.Servers(List.of(target))));
  }

  /**
   * An operation that does not exist is refused like one of another organisation, before anything
   * else of the request is looked at: else a fault of it would tell the two apart.
   */
  private AuthorizationResult onOperation(
      Caller caller, Permission permission, @Nullable String id) {
    if (id != null && !access.has(caller, id)) {
      return access.everywhere(caller, permission.toString())
          ? MissingPermission.unknownOperation(id)
          : result(access.decide(caller, permission, new ResourceScope.Platform()));
    }
    if (id != null && access.toOperations(caller, permission.toString(), List.of(id)).test(id)) {
      return new AuthorizationDecision(true);
    }
    return result(access.decide(caller, permission, new ResourceScope.Platform()));
  }

  /** Says no more of what is out of reach than that it is. */
  private static AuthorizationResult result(Decision decision) {
    return switch (decision) {
      case Decision.Allowed() -> new AuthorizationDecision(true);
      case Decision.Denied(var missing, var outside, var scoped) ->
          new MissingPermission(new Decision.Denied(missing, List.of(), scoped));
    };
  }
}
