package dev.holdfast.cli.audit;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.schemas.audit.AuditChain;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a chain entry by entry, with nothing but what it is given: that each follows from the one
 * before, that each content is the one that was chained, and that the signed places are on it.
 */
final class ChainVerifier {
  private static final int MOST_PROBLEMS = 100;
  private static final HexFormat HEX = HexFormat.of();

  private final Map<Long, List<Checkpoint>> checkpoints = new TreeMap<>();
  private final Map<String, PublicKey> keys = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private String organisation = "";
  private byte[] before = AuditChain.genesis();
  private long first;
  private long last;
  private long entries;
  private long erased;
  private long confirmed;
  private int outside;

  private record Checkpoint(String hash, boolean outside, boolean cut) {}

  /**
   * Takes the head of a chain: whose it is, its signed places, and the keys that have signed them.
   */
  void head(JsonNode head) {
    organisation = Json.text(head, "organisation");
    for (JsonNode key : Json.list(head, "keys")) {
      try {
        byte[] encoded = Base64.getDecoder().decode(Json.text(key, "publicKey"));
        keys.put(
            Json.text(key, "id"),
            KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      } catch (IllegalArgumentException | GeneralSecurityException e) {
        problem("the key " + Printable.line(Json.text(key, "id")) + " is not an Ed25519 key");
      }
    }
    Json.list(head, "checkpoints").forEach(checkpoint -> checkpoint(checkpoint, false));
  }

  /** Takes a signed place that was kept elsewhere, which no change of the platform can reach. */
  void outside(JsonNode checkpoint) {
    outside++;
    checkpoint(checkpoint, true);
  }

  private void checkpoint(JsonNode checkpoint, boolean kept) {
    long position = checkpoint.path("position").asLong(0);
    String hash = Json.text(checkpoint, "hash");
    if (!kept && !signed(checkpoint, position, hash)) {
      problem("the checkpoint at %d has no valid signature".formatted(position));
      return;
    }
    checkpoints
        .computeIfAbsent(position, _ -> new ArrayList<>())
        .add(new Checkpoint(hash, kept, !kept && cut(checkpoint, position, hash)));
  }

  private boolean signed(JsonNode checkpoint, long position, String hash) {
    try {
      Instant at = Instant.parse(Json.text(checkpoint, "at"));
      return signs(
          checkpoint, "signature", AuditChain.checkpoint(organisation, position, hash, at));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private boolean cut(JsonNode checkpoint, long position, String hash) {
    return signs(checkpoint, "cutSignature", AuditChain.cut(organisation, position, hash));
  }

  private boolean signs(JsonNode checkpoint, String field, byte[] text) {
    PublicKey key = keys.get(Json.text(checkpoint, "keyId"));
    if (key == null) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(Base64.getDecoder().decode(Json.text(checkpoint, field)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Takes the next entry. */
  void entry(JsonNode entry) {
    long position = entry.path("position").asLong(0);
    if (entries == 0) {
      begin(position);
    } else if (position != last + 1) {
      problem(
          position > last
              ? "entries %d to %d are missing".formatted(last + 1, position - 1)
              : "entry %d stands after entry %d".formatted(position, last));
    }
    entries++;
    byte @Nullable [] leaf = hex(entry, "leaf");
    byte @Nullable [] hash = hex(entry, "hash");
    if (leaf == null || hash == null) {
      problem("entry %d has no hash".formatted(position));
    } else {
      content(entry, position, leaf);
      if (!HEX.formatHex(AuditChain.hash(before, position, leaf)).equals(HEX.formatHex(hash))) {
        problem(
            "the chain is broken at entry %d: it or the one before is not the one that was there"
                .formatted(position));
      }
      before = hash;
    }
    last = position;
    checkpoints.getOrDefault(position, List.of()).forEach(known -> compare(known, position));
  }

  /** A chain begins with entry 1, or where its oldest part was cut off under a checkpoint. */
  private void begin(long position) {
    first = position;
    if (position == 1) {
      return;
    }
    for (Checkpoint known : checkpoints.getOrDefault(position - 1, List.of())) {
      if (known.cut()) {
        before = HEX.parseHex(known.hash());
        return;
      }
    }
    problem("entries 1 to %d are missing".formatted(position - 1));
  }

  private void content(JsonNode entry, long position, byte[] leaf) {
    JsonNode content = entry.path("content");
    if (Json.flag(entry, "erased") && !content.isObject()) {
      erased++;
      return;
    }
    byte @Nullable [] salt = hex(entry, "salt");
    if (!content.isObject() || salt == null) {
      problem("the record of entry %d is gone, or cannot be read".formatted(position));
    } else if (!HEX.formatHex(AuditChain.leaf(salt, canonical(content)))
        .equals(HEX.formatHex(leaf))) {
      problem(
          "entry %d was changed: record %s is not what was written"
              .formatted(position, Printable.line(Json.text(content, "record"))));
    }
  }

  private void compare(Checkpoint known, long position) {
    if (!known.hash().equals(HEX.formatHex(before))) {
      problem(
          "%s at %d is of another chain: what is before it was made anew"
              .formatted(known.outside() ? "the kept checkpoint" : "the checkpoint", position));
    } else if (known.outside()) {
      confirmed = position;
    }
  }

  /** Members in order of their names, compact. */
  private static String canonical(JsonNode content) {
    ObjectNode sorted = Json.object();
    Map<String, JsonNode> members = new TreeMap<>();
    content.forEachEntry(members::put);
    members.forEach(sorted::set);
    return sorted.toString();
  }

  private static byte @Nullable [] hex(JsonNode entry, String field) {
    try {
      byte[] bytes = HEX.parseHex(Json.text(entry, field));
      return bytes.length == 32 ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Adds what was found elsewhere. */
  void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }

  /** What was found; nothing is taken any more. */
  Result result() {
    for (Map.Entry<Long, List<Checkpoint>> known : checkpoints.entrySet()) {
      if (known.getKey() > last) {
        problem(
            "the end was cut off: there is a checkpoint at %d, and the last entry is %d"
                .formatted(known.getKey(), last));
        break;
      }
    }
    return new Result(organisation, entries, first, last, erased, outside, confirmed, problems);
  }

  /**
   * What was found.
   *
   * @param erased entries whose content was erased on purpose
   * @param outside how many kept checkpoints there were
   * @param confirmed the last entry that one of them confirms; 0 for none
   */
  record Result(
      String organisation,
      long entries,
      long first,
      long last,
      long erased,
      int outside,
      long confirmed,
      List<String> problems) {}
}
