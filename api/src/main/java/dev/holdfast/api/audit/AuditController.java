package dev.holdfast.api.audit;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditRecord;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.WrongCursorException;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads the audit. */
@RestController
@RequestMapping("/api/v1/audit")
final class AuditController {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final int MOST = 1000;

  private final CommandAudit audit;

  AuditController(CommandAudit audit) {
    this.audit = audit;
  }

  @Requires("audit:read")
  @GetMapping
  Page<AuditRecord> list(
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(required = false) @Nullable String operation,
      @RequestParam(required = false) @Nullable String user,
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(required = false) @Nullable Boolean internal,
      @RequestParam(defaultValue = "newest") String order,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!order.equals("newest") && !order.equals("oldest")) {
      throw ApiException.invalid("order", "'" + order + "' is neither newest nor oldest");
    }
    var filter =
        new AuditFilter(
            caller.organisation(),
            server == null ? null : ServerNames.full(caller.organisation(), server),
            operation,
            user,
            instant(since),
            internal);
    try {
      return audit.list(filter, order.equals("oldest"), cursor, Math.clamp(limit, 1, MOST));
    } catch (WrongCursorException e) {
      throw ApiException.invalid("cursor", String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant since = Instant.parse(text);
      if (!since.isBefore(EARLIEST) && since.isBefore(LATEST)) {
        return since;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    throw ApiException.invalid(
        "since", "'" + text + "' is not an instant, such as 2026-01-31T12:00:00Z");
  }
}
