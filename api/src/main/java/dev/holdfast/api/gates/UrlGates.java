package dev.holdfast.api.gates;

import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.outbound.HttpAddress;
import dev.holdfast.api.outbound.MetricQuery;
import dev.holdfast.schemas.gate.GateClosed;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.gate.UrlGateActivities;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tries gates at an address. Nothing that it answers is told to anybody. */
@Component
final class UrlGates implements UrlGateActivities, PlatformActivities {
  private static final int MOST = 1 << 20;

  private final AddressProbe probe;
  private final Clock clock = Clock.systemUTC();

  UrlGates(AddressProbe probe) {
    this.probe = probe;
  }

  @Override
  public void tryUrl(UrlTry wanted) {
    held(wanted.gate(), () -> probe.why(HttpAddress.of(wanted.url())));
  }

  @Override
  public void tryMetric(MetricTry wanted) {
    held(
        wanted.gate(), () -> probe.why(MetricQuery.of(wanted.query()).request(), UrlGates::result));
  }

  private void held(GateTry gate, Supplier<@Nullable String> tried) {
    String why;
    try {
      why = tried.get();
    } catch (IllegalArgumentException e) {
      throw GateClosed.atOnce("its address " + e.getMessage());
    }
    if (why != null) {
      throw GateClosed.because(why, gate, clock.instant());
    }
  }

  private static @Nullable String result(ClassicHttpResponse answer) throws IOException {
    HttpEntity entity = answer.getEntity();
    byte[] content = entity == null ? new byte[0] : entity.getContent().readNBytes(MOST + 1);
    if (content.length > MOST) {
      return "its answer is longer than 1 MiB";
    }
    return switch (MetricQuery.read(content)) {
      case HOLDS -> null;
      case EMPTY -> "the query has no result";
      case OTHER -> "it does not answer as a Prometheus does";
    };
  }
}
