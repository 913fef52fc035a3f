package dev.holdfast.api.agent;

import dev.holdfast.schemas.server.HostKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that an agent offers for a server.
 *
 * @param certificate the user certificate that goes with the key, if there is one
 */
record AgentDocument(
    String server, String user, List<OfferedKey> keys, @Nullable OfferedKey certificate) {

  /**
   * @param key in base64
   * @param fingerprint as OpenSSH prints it
   */
  record OfferedKey(String type, String key, String fingerprint) {
    static OfferedKey of(HostKey key) {
      return new OfferedKey(key.type(), key.key(), key.fingerprint());
    }
  }
}
