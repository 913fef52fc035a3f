package dev.holdfast.activities.ssh;

import dev.holdfast.platform.server.HostKeyScanner;
import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Reads host keys by a key exchange for each kind of key; the login is never tried. */
public final class SshjHostKeyScanner implements HostKeyScanner {
  @Override
  public List<HostKey> scan(String address, int port) throws IOException {
    List<HostKey> keys = new ArrayList<>();
    IOException last = null;
    InetSocketAddress where = InetSocketAddress.createUnresolved(address, port);
    for (String algorithm : OfferedAlgorithms.byKind().getOrDefault("key-sig", List.of())) {
      try {
        HostKey key = BeforeLogin.hostKey(where, algorithm);
        if (!keys.contains(key)) {
          keys.add(key);
        }
      } catch (UnknownHostException | ConnectException | SocketTimeoutException e) {
        throw new IOException(
            "%s port %d cannot be reached: %s".formatted(address, port, e.getMessage()), e);
      } catch (IOException e) {
        last = e; // it has no key of this kind
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("%s port %d shows no usable host key".formatted(address, port), last);
    }
    return keys;
  }
}
