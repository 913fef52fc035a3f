package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.transfer.Via;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses how bytes travel. */
final class Carriers {
  private final List<Carrier> byPreference;

  /** Fastest first, as measured against lab servers; see {@code TransferSpeedIT}. */
  Carriers(Ssh ssh) {
    this.byPreference = List.of(new StreamCarrier(ssh), new SftpCarrier(ssh), new ScpCarrier(ssh));
  }

  /** Work with a carrier, which may find that it is not offered. */
  @FunctionalInterface
  interface Move<T> {
    T with(Carrier carrier) throws NotOffered;
  }

  /**
   * Does the work with the first carrier that the server offers, or with the one that was asked
   * for.
   *
   * @throws SshException if the one that was asked for is not offered
   */
  <T> T move(Place place, @Nullable Via asked, Move<T> move) {
    NotOffered last = null;
    for (Carrier carrier : byPreference) {
      boolean able = place.user().equals(place.server().user()) || carrier.becomesRoot();
      boolean asRoot = place.server().user().equals("root");
      if (asked == null ? able || asRoot : asked == carrier.via()) {
        try {
          return move.with(carrier);
        } catch (NotOffered e) {
          last = e;
        }
      }
    }
    throw new SshException(
        FailureType.COMMAND_FAILED,
        last == null ? "no channel can move files as root" : String.valueOf(last.getMessage()),
        last);
  }
}
