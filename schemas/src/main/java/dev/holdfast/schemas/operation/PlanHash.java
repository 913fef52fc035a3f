package dev.holdfast.schemas.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The hash that names the plan of a whole operation, and that an approval is bound to. */
public final class PlanHash {
  private PlanHash() {}

  /** {@code sha256:…} over the sorted pairs of server and hash of its plan. */
  public static String of(Map<String, String> hashByServer) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(hashByServer)
        .forEach((server, hash) -> text.append(server).append('\t').append(hash).append('\n'));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
