package dev.holdfast.api.auth;

import dev.holdfast.api.web.MinuteCounts;
import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many requests a token, or a session, may send in a minute, and an organisation in all. The
 * owner's token is not limited: whoever has it can set the limits.
 */
@Component
final class RequestLimit {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final MinuteCounts counts;
  private final Settings settings;
  private final Quotas quotas;
  private final Map<String, OfOrganisation> organisations = new ConcurrentHashMap<>();
  private volatile Limit limit = new Limit(0, System.nanoTime() - FRESH.toNanos());

  private record Limit(int requests, long read) {}

  /**
   * @param requests null for no limit
   */
  private record OfOrganisation(@Nullable Long requests, long read) {}

  /**
   * A limit that is passed.
   *
   * @param organisation whose it is; null if it is that of one token or session
   */
  record Passed(long most, @Nullable String organisation) {}

  RequestLimit(MinuteCounts counts, Settings settings, Quotas quotas) {
    this.quotas = quotas;
    this.counts = counts;
    this.settings = settings;
  }

  /** Counts a request; the limit if it was passed by it. */
  Optional<Passed> passedBy(Caller caller) {
    Identity identity = caller.identity();
    if (identity.admin() && identity.kind() == TokenKind.CLI) {
      return Optional.empty();
    }
    String sender = identity.session() == null ? identity.token() : identity.session();
    int most = limit();
    if (counts.add("requests:" + sender) > most) {
      return Optional.of(new Passed(most, null));
    }
    String organisation = identity.organisation();
    Long inAll = ofOrganisation(organisation);
    return inAll != null && counts.add(Quotas.requestsOf(organisation)) > inAll
        ? Optional.of(new Passed(inAll, organisation))
        : Optional.empty();
  }

  private @Nullable Long ofOrganisation(String organisation) {
    OfOrganisation known = organisations.get(organisation);
    if (known == null || System.nanoTime() - known.read() >= FRESH.toNanos()) {
      known =
          new OfOrganisation(quotas.limits(organisation).get(Quota.REQUESTS), System.nanoTime());
      organisations.put(organisation, known);
    }
    return known.requests();
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
