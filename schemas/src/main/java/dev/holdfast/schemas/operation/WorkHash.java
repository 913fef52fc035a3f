package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names what an operation without a plan does to a server: an approval is bound to it as to the
 * hash of a plan. {@link PlanHash} names that of several servers together.
 */
public final class WorkHash {
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private WorkHash() {}

  /**
   * {@code sha256:…} over the canonical JSON (sorted keys, no white space) of all that is given.
   *
   * @param type the operation's name in the catalogue
   * @param input the whole of it, as JSON
   * @param gates that are tried between waves, some of which run commands; null for none
   */
  public static String of(
      String type, String server, Map<String, Object> input, @Nullable List<HealthGate> gates) {
    try {
      String json =
          CANONICAL.writeValueAsString(
              Map.of(
                  "type", type,
                  "server", server,
                  "input", input,
                  "gates",
                      gates == null
                          ? List.of()
                          : gates.stream().map(HealthGate::toString).toList()));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
