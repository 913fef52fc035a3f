package dev.holdfast.api.notify;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Sinks may not send there. */
final class ForbiddenDestination extends UnknownHostException {

  /**
   * @param allowedBy the value of the setting that would allow it; null for none
   */
  ForbiddenDestination(String what, @Nullable Integer allowedBy) {
    super(
        "its address is of "
            + what
            + ", where sinks may not send"
            + (allowedBy == null
                ? ""
                : "; an administrator of the platform can allow it: ./holdfast settings set"
                    + " notify.private-addresses "
                    + allowedBy));
  }
}
