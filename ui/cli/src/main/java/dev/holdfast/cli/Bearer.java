package dev.holdfast.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token of whoever calls: one that stays the same, or that of a session, which is renewed when
 * it is needed. Thread-safe.
 */
final class Bearer {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final ServerAddress address;
  private final HttpClient http;
  private final @Nullable SessionFile file;
  private @Nullable Session session;

  Bearer(ServerAddress address, HttpClient http) {
    this.address = address;
    this.http = http;
    this.file = address.session();
    this.session = file == null ? null : file.read().orElse(null);
  }

  /** The token to send; empty if there is none. */
  synchronized String token() throws IOException {
    if (session == null) {
      return address.token();
    }
    return session.fresh() ? session.accessToken() : renewed(session).accessToken();
  }

  /** Whether there is another token now that this one was refused. */
  synchronized boolean renew(String refused) throws IOException {
    if (session == null) {
      return false;
    }
    if (session.accessToken().equals(refused)) {
      renewed(session);
    }
    return true;
  }

  private Session renewed(Session before) throws IOException {
    SessionFile kept = file;
    if (kept == null) {
      return before;
    }
    // What another process has renewed meanwhile is as good.
    record Renewal(@Nullable Session next, @Nullable IOException failure) {}
    Renewal renewal =
        kept.alone(() -> {
          Session now = kept.read().orElse(before);
          if (now.fresh() && !now.accessToken().equals(before.accessToken())) {
            return new Renewal(now, null);
          }
          try {
            Session next = refresh(now);
            kept.write(next);
            return new Renewal(next, null);
          } catch (IOException e) {
            return new Renewal(null, e);
          }
        });
    if (renewal.failure() != null) {
      throw renewal.failure();
    }
    Session next = renewal.next() == null ? before : renewal.next();
    session = next;
    return next;
  }

  private Session refresh(Session before) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.url() + "/api/v1/auth/refresh"))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    Json.object().put("refreshToken", before.refreshToken()).toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 401) {
        throw new Failure(
            ExitCode.REFUSED,
            "your session with " + address.url() + " is over",
            "./holdfast login begins a new one; ./holdfast logout forgets it");
      }
      if (answer.statusCode() != 200) {
        throw ProblemAnswer.failure(
            answer.statusCode(), answer.body(), "POST /api/v1/auth/refresh");
      }
      return Session.answered(before.url(), before.authority(), Json.parse(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }
}
