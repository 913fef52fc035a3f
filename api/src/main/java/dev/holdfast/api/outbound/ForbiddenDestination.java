package dev.holdfast.api.outbound;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The platform does not connect there. */
public final class ForbiddenDestination extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  /**
   * @param allowedBy the value of the setting that would allow it; null for none
   */
  ForbiddenDestination(Purpose purpose, String what, @Nullable Integer allowedBy) {
    super(
        "its address is of "
            + what
            + ", "
            + purpose.rule()
            + (allowedBy == null
                ? ""
                : "; an administrator of the platform can allow it: ./holdfast settings set "
                    + purpose.setting().name()
                    + " "
                    + allowedBy));
  }
}
