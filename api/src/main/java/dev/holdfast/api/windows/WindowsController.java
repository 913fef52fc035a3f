package dev.holdfast.api.windows;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.platform.schedule.ServerWindows;
import dev.holdfast.schemas.server.Selector;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists and changes the hours in which servers may be worked on unless somebody says otherwise. */
@RestController
@RequestMapping("/api/v1/windows")
final class WindowsController {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final ServerWindows windows;

  WindowsController(ServerWindows windows) {
    this.windows = windows;
  }

  /**
   * A window that is to be set.
   *
   * @param selector the servers that it is for, such as {@code env=prod}; needed
   * @param hours such as {@code sat 02:00-06:00 Europe/Berlin}, several joined by {@code ;}; needed
   */
  @Schema(name = "NewMaintenanceWindow")
  record WindowRequest(@Nullable String selector, @Nullable String hours) {}

  /**
   * A maintenance window.
   *
   * @param open whether it is open now
   * @param until when that changes
   */
  @Schema(name = "MaintenanceWindow")
  record WindowDocument(
      String name,
      String selector,
      String hours,
      boolean open,
      Instant until,
      String changedBy,
      Instant changedAt) {
    static WindowDocument of(ServerWindow window) {
      MaintenanceWindow.At now = new MaintenanceWindow(window.hours()).at(Instant.now());
      return new WindowDocument(
          window.name(),
          window.selector(),
          window.hours(),
          now.open(),
          now.until(),
          window.changedBy(),
          window.changedAt());
    }
  }

  @Requires("policies:read")
  @GetMapping
  Page<WindowDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        windows.list(caller.organisation()).stream().map(WindowDocument::of).toList(), null);
  }

  @Requires("policies:write")
  @PutMapping("/{name}")
  ResponseEntity<WindowDocument> set(
      @PathVariable String name,
      @RequestBody WindowRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "name", "has up to 63 small letters, digits and -, and begins with no -");
    }
    List<FieldError> errors = new ArrayList<>();
    String selector = selector(request.selector(), errors);
    String hours = hours(request.hours(), errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    boolean added = windows.set(caller.organisation(), name, selector, hours, caller.name());
    Actions.onPlatform("window set %s --on %s --hours '%s'".formatted(name, selector, hours));
    WindowDocument document =
        windows.list(caller.organisation()).stream()
            .filter(window -> window.name().equals(name))
            .findFirst()
            .map(WindowDocument::of)
            .orElseThrow(() -> unknown(name));
    return added
        ? ResponseEntity.created(URI.create("/api/v1/windows/" + name)).body(document)
        : ResponseEntity.ok(document);
  }

  @Requires("policies:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("window remove " + name);
    if (!windows.remove(caller.organisation(), name)) {
      throw unknown(name);
    }
  }

  private static String selector(@Nullable String text, List<FieldError> errors) {
    if (text == null) {
      errors.add(
          new FieldError("selector", "is missing; say which servers, such as env=prod, or all"));
      return "";
    }
    try {
      return Selector.typed(text).text();
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
      return "";
    }
  }

  private static String hours(@Nullable String text, List<FieldError> errors) {
    if (text == null) {
      errors.add(
          new FieldError("hours", "are missing; give some, such as sat 02:00-06:00 Europe/Berlin"));
      return "";
    }
    try {
      return new MaintenanceWindow(text).text();
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("hours", FieldError.of(e).message()));
      return "";
    }
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound(
        "unknown-window", "There is no maintenance window '" + name + "'.");
  }
}
