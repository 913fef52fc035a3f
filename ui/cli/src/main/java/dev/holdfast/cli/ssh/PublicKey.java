package dev.holdfast.cli.ssh;

import dev.holdfast.cli.Json;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * A public key, checked so that it can stand in a file that ssh reads.
 *
 * @param key in base64
 */
record PublicKey(String type, String key) {

  PublicKey {
    if (!type.matches("[a-z0-9@.-]{3,64}") || !key.matches("[A-Za-z0-9+/]{16,8192}={0,2}")) {
      throw new IllegalArgumentException("a key that is none: " + type);
    }
  }

  static PublicKey of(JsonNode document) {
    return new PublicKey(Json.text(document, "type"), Json.text(document, "key"));
  }

  byte[] blob() {
    return Base64.getDecoder().decode(key);
  }

  String line() {
    return type + " " + key;
  }
}
