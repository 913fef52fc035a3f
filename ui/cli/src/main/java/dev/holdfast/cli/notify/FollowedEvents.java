package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Prints events from one on. The WebSocket says when there are some; they are read page by page
 * after the last id, so that a lost connection loses none.
 */
final class FollowedEvents {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final ApiClient api;
  private final Output output;
  private final Desktop desktop;
  private final String query;
  private final int limit;
  private int printed;

  /**
   * Follows what a query names.
   *
   * @param query empty, or filters that each begin with an ampersand
   */
  FollowedEvents(ApiClient api, Output output, Desktop desktop, String query, int limit) {
    this.api = api;
    this.output = output;
    this.desktop = desktop;
    this.query = query;
    this.limit = limit;
  }

  int follow(String after) {
    String last = after;
    boolean reached = false;
    try (EventStream news = api.events("/ws/v1/events?after=now" + query)) {
      while (true) {
        try {
          last = printAfter(last);
          if (printed >= limit) {
            return ExitCode.DONE.code();
          }
          reached = true;
        } catch (Failure e) {
          if (e.exitCode() != ExitCode.UNREACHABLE || !reached) {
            throw e;
          }
        }
        news.await(QUIET, POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  private String printAfter(String after) {
    String last = after;
    JsonNode page;
    do {
      page = api.get("/events?after=" + last + query);
      for (JsonNode event : Json.list(page, "items")) {
        if (printed < limit) {
          print(event);
        }
      }
      last = Json.text(page, "last");
    } while (Json.flag(page, "more") && printed < limit);
    return last;
  }

  private void print(JsonNode event) {
    printed++;
    output.line(output.json() ? event.toString() : EventLine.of(event));
    desktop.show(event);
  }
}
