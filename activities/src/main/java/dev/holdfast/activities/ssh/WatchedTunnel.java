package dev.holdfast.activities.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/** A way through a jump host of which the signs of life of its other end are seen. */
final class WatchedTunnel extends DirectConnection {
  private volatile LifeSigns signs = new LifeSigns();

  WatchedTunnel(Connection through, String address, int port) {
    super(through, address, port);
  }

  /** From now on they are seen by these; the streams are asked for later. */
  void watch(LifeSigns watching) {
    signs = watching;
    long window = getRemoteWinSize();
    // The jump host grants more when it has passed on what came.
    watching.waiting(() -> OptionalLong.of(window - getRemoteWinSize()));
  }

  @Override
  public InputStream getInputStream() {
    return signs.watch(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() {
    return signs.watch(super.getOutputStream());
  }
}
