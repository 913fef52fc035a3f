package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket of which the signs of life of its other end are seen. */
final class WatchedSocket extends Socket {
  private final LifeSigns signs;

  WatchedSocket(LifeSigns signs) {
    this.signs = signs;
    signs.waiting(() -> SendQueue.of(this));
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return signs.watch(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return signs.watch(super.getOutputStream());
  }
}
