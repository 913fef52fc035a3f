package dev.holdfast.activities.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection to a Unix socket of a server. Reading and writing may be on two threads, neither of
 * which may be interrupted while it does: that would end the connection to the server for everybody
 * on it.
 */
public interface RemoteSocket extends AutoCloseable {

  /** What the other side sends, until it ends its output; closing this stream does nothing. */
  InputStream input();

  /** What the other side gets; closing this stream ends its input and nothing else. */
  OutputStream output();

  /** Ends the connection at once, so that whoever reads or waits on it fails. */
  @Override
  void close();
}
