package dev.holdfast.schemas.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Names what a runbook would do, as far as it is known before it starts: an approval is bound to
 * it.
 */
public final class RunbookHash {
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private RunbookHash() {}

  /**
   * {@code sha256:…} over the canonical JSON (sorted keys, no white space) of all that is given.
   *
   * @param input definition and inputs
   * @param servers of the run, sorted
   * @param plans by step and server the hashes of the plans that could be made
   */
  public static String of(
      Map<String, Object> input, List<String> servers, Map<String, Map<String, String>> plans) {
    try {
      String json =
          CANONICAL.writeValueAsString(Map.of("input", input, "servers", servers, "plans", plans));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
