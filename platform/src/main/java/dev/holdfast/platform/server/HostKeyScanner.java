package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.util.List;

/** Reads the host keys that a server shows, without logging in and without trusting them. */
@FunctionalInterface
public interface HostKeyScanner {

  /**
   * Connects as far as the key exchange, once for each kind of host key.
   *
   * @return the keys the server proved to own, the most modern first; never empty
   * @throws IOException if the server cannot be reached or shows no usable host key
   */
  List<HostKey> scan(String address, int port) throws IOException;
}
