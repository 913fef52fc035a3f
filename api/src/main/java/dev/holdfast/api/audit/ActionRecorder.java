package dev.holdfast.api.audit;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.web.Client;
import dev.holdfast.api.web.RefusalBudget;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.schemas.server.ServerNames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(ActionRecorder.class);
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

  private final CommandAudit audit;
  private final RefusalBudget budget;

  ActionRecorder(CommandAudit audit, RefusalBudget budget) {
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
    if (outcome == Outcome.REFUSED && budget.of(caller.name()) != RefusalBudget.Share.WHOLE) {
      return;
    }
    Actions.Action action =
        Objects.requireNonNullElseGet(
            Actions.noted(request),
            () -> new Actions.Action(null, null, request.getMethod() + " " + path));
    try {
      audit.action(
          new AuditedAction(
              Instant.now(),
              caller.organisation(),
              caller.name(),
              Client.of(request),
              action.server() == null
                  ? null
                  : ServerNames.full(caller.organisation(), action.server()),
              action.operation(),
              action.text(),
              outcome));
    } catch (RuntimeException e) {
      LOG.error("What {} did is not in the audit: {}", caller.name(), action.text(), e);
    }
  }

  /** Null for what was turned down as wrong, and so has changed nothing. */
  private static @Nullable Outcome outcome(int status) {
    if (status < 300) {
      return Outcome.SUCCEEDED;
    }
    return status == 403 ? Outcome.REFUSED : status >= 500 ? Outcome.UNKNOWN : null;
  }
}
