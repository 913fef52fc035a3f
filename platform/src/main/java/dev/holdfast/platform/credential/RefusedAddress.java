package dev.holdfast.platform.credential;

import dev.holdfast.platform.outbound.AddressKind;
import dev.holdfast.platform.setting.Setting;
import java.io.IOException;

/** The database is where the platform may not connect for a leased secret. */
final class RefusedAddress extends IOException {
  private static final long serialVersionUID = 1;

  private RefusedAddress(String message) {
    super(message);
  }

  static RefusedAddress of(AddressKind kind) {
    return new RefusedAddress(
        switch (kind) {
          case PRIVATE -> "is in a private network" + allowed(1);
          case THIS_MACHINE -> "is on this machine" + allowed(2);
          default -> "has an address to which nothing is sent";
        });
  }

  private static String allowed(int by) {
    return ", where no leased secret may be; an administrator of the platform can allow it:"
        + " ./holdfast settings set "
        + Setting.LEASE_PRIVATE.name()
        + " "
        + by;
  }
}
