package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Names changes by the SHA-256 of their canonical JSON: sorted properties, no white space. */
final class CanonicalHash {
  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(HiddenContent.class, WithoutCipher.class)
          .build();

  private CanonicalHash() {}

  /** The same content is encrypted in another way each time; its digest says which it is. */
  @JsonIgnoreProperties("sealed")
  private interface WithoutCipher {}

  /**
   * @param losses who loses which access: who approves a plan approves them too
   * @param loosened what becomes less strict, likewise
   */
  static String of(
      String server, List<Plan.Group> groups, List<String> losses, List<String> loosened) {
    try {
      Map<String, Object> named = new HashMap<>(Map.of("server", server, "groups", groups));
      if (!losses.isEmpty()) {
        named.put("losses", losses);
      }
      if (!loosened.isEmpty()) {
        named.put("loosened", loosened);
      }
      String json = CANONICAL.writeValueAsString(named);
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
