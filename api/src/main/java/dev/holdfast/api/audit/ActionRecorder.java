package dev.holdfast.api.audit;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.web.ActionAudit;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.schemas.server.ServerNames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Writes into the audit what people change of the platform: every request that changes something or
 * is forbidden, so that a new endpoint is in it without being told.
 */
@Component
final class ActionRecorder implements HandlerInterceptor, WebMvcConfigurer {
  private static final String API = "/api/v1";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** What has a record of its own, or changes nothing: the start of an operation is its own. */
  private static final List<String> ELSEWHERE =
      List.of(
          "/operations",
          "/files(/.*)?",
          "/agent/.*",
          "/auth/(login|mfa|refresh)",
          "/servers/[^/]+/diagnose",
          "/policies/commands/check");

  private final ActionAudit audit;
  private final RefusalBudget budget;

  ActionRecorder(ActionAudit audit, RefusalBudget budget) {
    this.audit = audit;
    this.budget = budget;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns(API + "/**");
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    Outcome outcome = outcome(response.getStatus());
    if (outcome == null
        || (outcome != Outcome.REFUSED && READS.contains(request.getMethod()))
        || !(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
      return;
    }
    String path = request.getRequestURI().substring(API.length());
    if (ELSEWHERE.stream().anyMatch(path::matches)) {
      return;
    }
    Actions.Action action =
        Objects.requireNonNullElseGet(
            Actions.noted(request),
            () -> new Actions.Action(null, null, request.getMethod() + " " + path));
    Optional<String> text =
        outcome == Outcome.REFUSED
            ? budget.recorded(caller.name(), action.text())
            : Optional.of(action.text());
    String server =
        action.server() == null ? null : ServerNames.full(caller.organisation(), action.server());
    text.ifPresent(told ->
        audit.write(
            request,
            caller.organisation(),
            caller.name(),
            server,
            action.operation(),
            told,
            outcome));
  }

  /** Null for what was turned down as wrong, and so has changed nothing. */
  private static @Nullable Outcome outcome(int status) {
    if (status < 300) {
      return Outcome.SUCCEEDED;
    }
    return status == 403 ? Outcome.REFUSED : status >= 500 ? Outcome.UNKNOWN : null;
  }
}
