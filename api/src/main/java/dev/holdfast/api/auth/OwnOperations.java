package dev.holdfast.api.auth;

import dev.holdfast.platform.operation.Operations;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets a user read the operations that the user has started, and an administrator all.
 *
 * <p>An operation that does not exist is refused like one of somebody else's, so that ids cannot be
 * tried out.
 */
@Component
final class OwnOperations {
  private final Operations operations;

  OwnOperations(Operations operations) {
    this.operations = operations;
  }

  /** For the endpoints of one operation, named by the path's variable {@code id}. */
  AuthorizationManager<RequestAuthorizationContext> byPath() {
    return (authentication, context) -> decide(authentication, context.getVariables().get("id"));
  }

  /** For the endpoints of one operation, named by a parameter. */
  AuthorizationManager<RequestAuthorizationContext> byParameter(String name) {
    return (authentication, context) ->
        decide(authentication, context.getRequest().getParameter(name));
  }

  private AuthorizationDecision decide(
      Supplier<? extends @Nullable Authentication> authentication, @Nullable String id) {
    return new AuthorizationDecision(
        authentication.get() instanceof CallerAuthentication known && mayRead(known, id));
  }

  private boolean mayRead(CallerAuthentication known, @Nullable String id) {
    Caller caller = known.getPrincipal();
    if (!known.grants(Authorities.USER)) {
      return false;
    }
    return caller.admin()
        || (id != null
            && operations
                .find(id)
                .filter(operation -> operation.initiator().equals(caller.name()))
                .isPresent());
  }
}
