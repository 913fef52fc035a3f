package dev.holdfast.api.notify;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.events.EventDocument;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.notify.DeadLetter;
import dev.holdfast.platform.notify.DeadLetters;
import dev.holdfast.platform.operation.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The events that could not be delivered: shown, sent again, dropped. */
@RestController
@RequestMapping("/api/v1/notify/dead")
final class DeadLettersController {
  private static final int MOST = 1_000;

  private final DeadLetters letters;

  DeadLettersController(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * A dead letter as clients see it.
   *
   * @param attempts that failed
   * @param error of the last of them
   * @param at when it was given up
   */
  record Letter(long id, String sink, int attempts, String error, Instant at, EventDocument event) {
    static Letter of(DeadLetter letter) {
      return new Letter(
          letter.id(),
          letter.sink(),
          letter.attempts(),
          letter.error(),
          letter.at(),
          EventDocument.of(letter.event()));
    }
  }

  /** The dead letters, the oldest first. */
  @Requires("notify:read")
  @GetMapping
  Page<Letter> list(
      @RequestParam(required = false) @Nullable String sink,
      @RequestParam(defaultValue = "0") long cursor,
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (limit < 1 || limit > MOST) {
      throw ApiException.invalid("limit", "must be between 1 and " + MOST);
    }
    List<Letter> found =
        letters.list(caller.organisation(), sink, cursor, limit).stream().map(Letter::of).toList();
    return new Page<>(found, found.size() < limit ? null : Long.toString(found.getLast().id()));
  }

  @Requires("notify:read")
  @GetMapping("/{id}")
  Letter show(@PathVariable long id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return letters
        .find(caller.organisation(), id)
        .map(Letter::of)
        .orElseThrow(
            () -> ApiException.notFound("unknown-letter", "There is no dead letter " + id + "."));
  }

  /**
   * Which dead letters.
   *
   * @param ids null for all
   * @param sink only those of this sink; null for all
   * @param all says that all are meant, where neither of the others is given
   */
  record Which(@Nullable List<Long> ids, @Nullable String sink, @Nullable Boolean all) {
    DeadLetters.Which checked() {
      if (ids == null && sink == null && !Boolean.TRUE.equals(all)) {
        throw ApiException.invalid("ids", "is needed, or sink, or all");
      }
      if (ids != null && (ids.isEmpty() || ids.size() > MOST || ids.contains(null))) {
        throw ApiException.invalid("ids", "must be 1 to " + MOST + " ids");
      }
      return new DeadLetters.Which(ids, sink);
    }

    String words() {
      return (ids == null ? "" : " " + String.join(" ", ids.stream().map(String::valueOf).toList()))
          + (sink == null ? "" : " --sink " + sink)
          + (ids == null && sink == null ? " --all" : "");
    }
  }

  /** With so many dead letters it was done. */
  record Handled(int number) {}

  /** Sends dead letters again, with the ids that their events have. */
  @Requires("notify:write")
  @PostMapping("/resend")
  Handled resend(@RequestBody Which which, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int number = letters.resend(caller.organisation(), which.checked());
    Actions.onPlatform("notify dead resend" + which.words() + " # " + number);
    return new Handled(number);
  }

  /** Forgets dead letters. */
  @Requires("notify:write")
  @PostMapping("/drop")
  Handled drop(@RequestBody Which which, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int number = letters.drop(caller.organisation(), which.checked());
    Actions.onPlatform("notify dead drop" + which.words() + " # " + number);
    return new Handled(number);
  }
}
