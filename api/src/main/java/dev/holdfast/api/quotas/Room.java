package dev.holdfast.api.quotas;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.organisation.QuotaExceeded;
import java.util.function.Supplier;

/** Refuses what an organisation has no room for, and says by which quota. */
public final class Room {
  private Room() {}

  /**
   * Does what adds something.
   *
   * @throws ApiException 409, if a quota does not allow it
   */
  public static <T> T within(Supplier<T> work) {
    try {
      return work.get();
    } catch (QuotaExceeded e) {
      throw refusal(e);
    }
  }

  private static ApiException refusal(QuotaExceeded e) {
    return switch (e.quota()) {
      case OPERATIONS ->
          ApiException.conflict(
              "quota-operations",
              "%s operations under way, and there are as many; wait until one has ended, or cancel one.%s"
                  .formatted(may(e), remedy(e)));
      case SERVERS ->
          ApiException.conflict(
              "quota-servers", "%s servers; remove one first.%s".formatted(may(e), remedy(e)));
      case SCHEDULES ->
          ApiException.conflict(
              "quota-schedules", "%s schedules; delete one first.%s".formatted(may(e), remedy(e)));
      case FILE_BYTES ->
          ApiException.conflict(
              "quota-file-bytes",
              "%s bytes of files, and this one does not fit; what nobody uses is gone after a day.%s"
                  .formatted(may(e), remedy(e)));
      case REQUESTS -> throw new IllegalStateException("requests are counted before", e);
    };
  }

  private static String may(QuotaExceeded e) {
    return "The organisation '%s' may have %d".formatted(e.organisation(), e.most());
  }

  private static String remedy(QuotaExceeded e) {
    return " An administrator of the platform can raise it: ./holdfast org quota set %s --%s N"
        .formatted(e.organisation(), e.quota().word());
  }
}
