package dev.holdfast.activities.containers;

import dev.holdfast.activities.ssh.RemoteSocket;
import dev.holdfast.activities.ssh.RemoteSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A socket on a server with the face of a local one, as the HTTP client wants it. */
final class EngineSocket extends Socket {
  private final RemoteSockets sockets;
  private @Nullable RemoteSocket remote;
  private boolean closed;

  /**
   * @param sockets connects on the server
   */
  EngineSocket(RemoteSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public void connect(SocketAddress ignored, int timeout) throws IOException {
    RemoteSocket opened = sockets.connect();
    synchronized (this) {
      if (!closed) {
        remote = opened;
        return;
      }
    }
    opened.close();
    throw new SocketException("closed while it was connected");
  }

  private synchronized RemoteSocket remote() throws SocketException {
    if (remote == null) {
      throw new SocketException("not connected");
    }
    return remote;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return remote().input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return remote().output();
  }

  @Override
  public synchronized boolean isConnected() {
    return remote != null;
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    RemoteSocket open;
    synchronized (this) {
      open = closed ? null : remote;
      closed = true;
    }
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    remote().output().close();
  }

  /** The end of what is read comes with the channel's. */
  @Override
  public void shutdownInput() {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  // What follows is for TCP only.

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setReuseAddress(boolean on) {}

  @Override
  public void setSoLinger(boolean on, int seconds) {}

  @Override
  public void setSendBufferSize(int size) {}

  @Override
  public void setReceiveBufferSize(int size) {}

  @Override
  public void setTrafficClass(int trafficClass) {}
}
