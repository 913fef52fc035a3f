package dev.holdfast.api.containers;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The servers that a request is about. */
@Component
final class SelectedServers {
  static final String READ = "containers:read";
  static final String WRITE = "containers:write";

  private final Servers servers;
  private final CallerAccess access;

  SelectedServers(Servers servers, CallerAccess access) {
    this.servers = servers;
    this.access = access;
  }

  /** Those that the selector chooses and the caller may see. */
  List<Server> seen(Caller caller, @Nullable String selector) {
    return chosen(caller, selector == null ? "all" : selector).stream()
        .filter(access.on(caller, READ))
        .toList();
  }

  /**
   * Those that the selector chooses.
   *
   * @throws ApiException 403 if the caller may not change one of them, 404 if there is none
   */
  List<Server> changed(Caller caller, @Nullable String selector) {
    if (selector == null) {
      throw ApiException.invalid("selector", "is missing; servers, label=value, or all");
    }
    List<Server> chosen = chosen(caller, selector);
    access.require(caller, WRITE, chosen);
    if (chosen.isEmpty()) {
      throw ApiException.notFound(
          "no-servers", "No server matches '" + selector + "'; ./holdfast server list shows them.");
    }
    return chosen;
  }

  private List<Server> chosen(Caller caller, String selector) {
    try {
      return servers.select(caller.organisation(), Selector.typed(selector));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }
}
