package dev.holdfast.api.notify;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.notify.Sink;
import dev.holdfast.platform.notify.SinkRule;
import dev.holdfast.platform.notify.Sinks;
import dev.holdfast.platform.operation.Page;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keeps the sinks of an organisation, and tries them. */
@RestController
@RequestMapping("/api/v1/notify/sinks")
final class SinksController {
  /** Each event is queued for each of them in the transaction that numbers events. */
  private static final int MOST = 50;

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?");

  private final Sinks sinks;
  private final SinkSettings settings;
  private final SinkConnector connector;

  SinksController(Sinks sinks, SinkSettings settings, SinkConnector connector) {
    this.sinks = sinks;
    this.settings = settings;
    this.connector = connector;
  }

  @Requires("notify:read")
  @GetMapping
  Page<SinkDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        sinks.list(caller.organisation()).stream().map(this::document).toList(), null);
  }

  @Requires("notify:read")
  @GetMapping("/{name}")
  SinkDocument show(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return document(find(name, caller));
  }

  /** Adds a sink, which gets the events that happen from now on. */
  @Requires("notify:write")
  @PostMapping
  ResponseEntity<SinkDocument> add(
      @RequestBody SinkRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String name = String.valueOf(request.name());
    if (request.name() == null || !NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "name", "is not lower-case letters, digits and . _ - (at most 63)");
    }
    if (sinks.list(caller.organisation()).size() >= MOST) {
      throw ApiException.conflict(
          "too-many-sinks", "An organisation has at most " + MOST + " sinks; remove one first.");
    }
    SinkType type =
        SinkType.find(String.valueOf(request.type()))
            .orElseThrow(() -> ApiException.invalid("type", "is none of: " + SinkType.words()));
    Map<String, String> given = request.settings(Map.of());
    SinkRule rule = request.rule(SinkRule.all(), caller.organisation());
    settings.check(type, given, caller);
    var content =
        new Sinks.Content(type.word(), given, rule, !Boolean.FALSE.equals(request.enabled()));
    if (!sinks.add(caller.organisation(), name, content, caller.name())) {
      throw ApiException.conflict("sink-exists", "There is a sink '" + name + "' already.");
    }
    Actions.onPlatform("notify sink add %s --type %s".formatted(name, type.word()));
    return ResponseEntity.created(URI.create("/api/v1/notify/sinks/" + name))
        .body(document(find(name, caller)));
  }

  /** Changes what is given of a sink; what waits for it is sent as the sink is then. */
  @Requires("notify:write")
  @PatchMapping("/{name}")
  SinkDocument change(
      @PathVariable String name,
      @RequestBody SinkRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Sink sink = find(name, caller);
    if (request.name() != null || request.type() != null) {
      throw ApiException.invalid(
          request.name() != null ? "name" : "type", "cannot be changed; add another sink");
    }
    SinkType type =
        SinkType.find(sink.type())
            .orElseThrow(() ->
                ApiException.conflict(
                    "unknown-type",
                    "This version knows no sinks of the type " + sink.type() + "."));
    Map<String, String> before = sinks.settings(sink.id());
    Map<String, String> given = request.settings(before);
    SinkRule rule = request.rule(sink.rule(), caller.organisation());
    SinkSettings.checkKept(type, before, given, request);
    settings.check(type, given, caller);
    boolean enabled = request.enabled() == null ? sink.enabled() : request.enabled();
    if (!sinks.change(
        sink.id(), new Sinks.Content(type.word(), given, rule, enabled), caller.name())) {
      throw unknown(name);
    }
    Actions.onPlatform("notify sink set " + name + (enabled ? "" : " --disable"));
    return document(find(name, caller));
  }

  /** Removes a sink, with what waits for it and its dead letters. */
  @Requires("notify:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!sinks.remove(caller.organisation(), name)) {
      throw unknown(name);
    }
    Actions.onPlatform("notify sink remove " + name);
  }

  /**
   * What became of a test.
   *
   * @param id of the message
   * @param error why it did not arrive; null if it did
   */
  record Tested(boolean delivered, String id, long millis, @Nullable String error) {}

  /** Sends a message of the kind {@code test} to a sink, once, and says what became of it. */
  @Requires("notify:write")
  @PostMapping("/{name}/test")
  Tested test(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller)
      throws InterruptedException {
    Sink sink = find(name, caller);
    SinkType type = SinkType.find(sink.type()).orElseThrow(() -> unknown(name));
    Message message = Message.test(name, caller.name());
    Actions.onPlatform("notify sink test " + name);
    long began = System.nanoTime();
    String error = null;
    try (SinkConnection connection =
        connector.open(type, settings.resolve(sink.organisation(), sinks.settings(sink.id())))) {
      connection.send(message);
    } catch (SendFailure e) {
      error = e.getMessage();
    }
    return new Tested(error == null, message.id(), (System.nanoTime() - began) / 1_000_000, error);
  }

  private SinkDocument document(Sink sink) {
    return SinkDocument.of(sink, sinks.settings(sink.id()));
  }

  private Sink find(String name, Caller caller) {
    return sinks.find(caller.organisation(), name).orElseThrow(() -> unknown(name));
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("unknown-sink", "There is no sink '" + name + "'.");
  }
}
