package dev.holdfast.platform.audit;

import dev.holdfast.platform.temporal.JsonPayloads;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an organisation's chain.
 *
 * @param salt that its leaf was made with, as hexadecimal digits
 * @param leaf of its content
 * @param hash that covers it and all before it
 * @param content null if it can be read no longer: its month was erased, or the record is not there
 * @param erased whether its month was erased, which takes nothing from the chain
 */
public record AuditEntry(
    long position,
    String salt,
    String leaf,
    String hash,
    @Nullable SortedMap<String, Object> content,
    boolean erased) {

  /** How a command began, or ended: each is an entry of its own. */
  enum Part {
    BEGUN,
    ENDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Part of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What an entry says of a record: members in order of their names, none of them null. */
  static SortedMap<String, Object> content(AuditRecord record, Part part) {
    var members = new Members();
    members.put("record", record.id());
    switch (part) {
      case BEGUN -> {
        members.put("part", part.word());
        members.put("at", record.at().toString());
        members.put("organisation", record.organisation());
        members.put("initiator", record.initiator());
        members.put("operation", record.operation());
        members.put("step", record.step());
        members.put("generation", record.generation());
        members.put("server", record.server());
        members.put("loginUser", record.loginUser());
        members.put("sudo", record.sudo());
        members.put("kind", record.kind().word());
        members.put("internal", record.internal());
        members.put("command", record.command());
        members.put("client", record.client());
      }
      case ENDED -> {
        members.put("part", part.word());
        members.put("outcome", record.outcome().word());
        members.put("exitCode", record.exitCode());
        members.put("error", record.error());
        members.put("durationMillis", record.durationMillis());
        members.put("bytesOut", record.bytesOut());
        members.put("bytesErr", record.bytesErr());
      }
    }
    return members.all;
  }

  static String json(SortedMap<String, Object> content) {
    return JsonPayloads.write(content);
  }

  private static final class Members {
    private final TreeMap<String, Object> all = new TreeMap<>();

    void put(String name, @Nullable Object value) {
      if (value != null) {
        all.put(name, value);
      }
    }
  }
}
