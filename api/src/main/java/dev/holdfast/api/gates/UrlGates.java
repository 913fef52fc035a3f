package dev.holdfast.api.gates;

import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.outbound.HttpAddress;
import dev.holdfast.schemas.gate.GateClosed;
import dev.holdfast.schemas.gate.UrlGateActivities;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Tries gates that are an address; of the answer only the status counts. */
@Component
final class UrlGates implements UrlGateActivities, PlatformActivities {
  private final AddressProbe probe;
  private final Clock clock = Clock.systemUTC();

  UrlGates(AddressProbe probe) {
    this.probe = probe;
  }

  @Override
  public void tryUrl(UrlTry wanted) {
    String why;
    try {
      why = probe.why(HttpAddress.of(wanted.url()));
    } catch (IllegalArgumentException e) {
      throw GateClosed.atOnce("its address " + e.getMessage());
    }
    if (why != null) {
      throw GateClosed.because(why, wanted.gate(), clock.instant());
    }
  }
}
