package dev.holdfast.activities.journal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the journal on a server answered, taken out of whatever else is in the stream. */
record JournalAnswer(State state, List<String> words, Chunk out, Chunk err, String tail) {

  enum State {
    RUNNING,
    FINISHED,
    INTERRUPTED,
    FENCED,
    NOJOURNAL,
    UNLAUNCHED,
    STALE,
    CLOSED
  }

  /** Bytes of a stream at their offset; handed on and never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(long offset, byte[] bytes) {
    static final Chunk NONE = new Chunk(0, new byte[0]);
  }

  /**
   * Reads the lines that carry the nonce; login scripts and sudo's pty put other lines and carriage
   * returns around them.
   *
   * @return null if there is no complete answer
   */
  static @Nullable JournalAnswer parse(String stdout, String nonce) {
    @Nullable State state = null;
    List<String> words = List.of();
    Chunk out = Chunk.NONE;
    Chunk err = Chunk.NONE;
    String tail = "";
    String mark = nonce + " ";
    for (String line : stdout.lines().toList()) {
      if (!line.startsWith(mark)) {
        continue;
      }
      List<String> parts = List.of(line.substring(mark.length()).strip().split(" ", -1));
      switch (parts.getFirst()) {
        case "out" -> out = chunk(parts);
        case "err" -> err = chunk(parts);
        case "tail" ->
            tail = new String(decode(parts.size() > 1 ? parts.get(1) : ""), StandardCharsets.UTF_8);
        case "end" -> {
          return state == null ? null : new JournalAnswer(state, words, out, err, tail);
        }
        default -> {
          state = State.valueOf(parts.getFirst().toUpperCase(Locale.ROOT));
          words = parts.subList(1, parts.size());
        }
      }
    }
    return null;
  }

  private static Chunk chunk(List<String> parts) {
    return new Chunk(Long.parseLong(parts.get(1)), decode(parts.get(2)));
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  int exitCode() {
    return Integer.parseInt(words.get(0));
  }

  /** {@code ended}, {@code timeout}, {@code killed} or {@code restart}. */
  String why() {
    return words.get(1);
  }

  long outSize() {
    return Long.parseLong(words.get(2));
  }

  long errSize() {
    return Long.parseLong(words.get(3));
  }

  /** Whether a revert on the server has taken back what the entry did. */
  boolean reverted() {
    return words.get(4).equals("1");
  }

  String text() {
    return String.join(" ", words);
  }
}
