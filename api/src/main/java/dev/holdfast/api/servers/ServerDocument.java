package dev.holdfast.api.servers;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server as clients see it: without its login key. */
record ServerDocument(
    String name,
    String address,
    int port,
    String user,
    String credential,
    Map<String, String> labels,
    @Nullable String region,
    List<PinnedKey> hostKeys) {

  /**
   * @param fingerprint as OpenSSH prints it
   */
  record PinnedKey(String type, String key, String fingerprint) {
    static PinnedKey of(HostKey key) {
      return new PinnedKey(key.type(), key.key(), key.fingerprint());
    }
  }

  static ServerDocument of(Server server) {
    return new ServerDocument(
        server.name(),
        server.address(),
        server.port(),
        server.user(),
        server.credential(),
        new TreeMap<>(server.labels()),
        server.region(),
        server.hostKeys().stream().map(PinnedKey::of).toList());
  }
}
