package dev.holdfast.api.auth;

import dev.holdfast.api.web.MinuteCounts;
import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.time.Duration;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/**
 * How many requests a token, or a session, may send in a minute. The owner's token is not limited:
 * whoever has it can set the limit.
 */
@Component
final class RequestLimit {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final MinuteCounts counts;
  private final Settings settings;
  private volatile Limit limit = new Limit(0, System.nanoTime() - FRESH.toNanos());

  private record Limit(int requests, long read) {}

  RequestLimit(MinuteCounts counts, Settings settings) {
    this.counts = counts;
    this.settings = settings;
  }

  /** Counts a request; the limit if it was passed by it. */
  OptionalInt passedBy(Caller caller) {
    Identity identity = caller.identity();
    if (identity.admin() && identity.kind() == TokenKind.CLI) {
      return OptionalInt.empty();
    }
    String sender = identity.session() == null ? identity.token() : identity.session();
    int most = limit();
    return counts.add("requests:" + sender) > most ? OptionalInt.of(most) : OptionalInt.empty();
  }

  private int limit() {
    Limit known = limit;
    if (System.nanoTime() - known.read() >= FRESH.toNanos()) {
      known = new Limit(settings.get(Setting.REQUESTS), System.nanoTime());
      limit = known;
    }
    return known.requests();
  }
}
