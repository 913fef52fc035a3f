package dev.holdfast.platform.redaction;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes whole lines on with their secrets masked, so that none is lost between two writes; a
 * private key is passed on when its end has come. What was held back comes with {@link #finish}. A
 * line of more than 64 KiB is passed on in parts, cut where no secret is. Not thread-safe.
 */
public final class RedactingStream extends OutputStream {
  private static final int LONGEST = 64 << 10;

  /** Of a line that is too long so much is held back: more than any secret but a private key. */
  private static final int OVERLAP = 8 << 10;

  private final Redactor redactor;
  private final OutputStream next;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private @Nullable Open open;

  /** The kind of secret that was longer than what is held back: it is masked to its end. */
  private enum Open {
    WORD,
    KEY
  }

  RedactingStream(Redactor redactor, OutputStream next) {
    this.redactor = redactor;
    this.next = next;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      // Bounded, whatever the size of a write.
      int part = Math.min(length - done, LONGEST);
      held.write(bytes, offset + done, part);
      done += part;
      pass(false);
    }
  }

  /** Passes on what was held back. */
  public void finish() throws IOException {
    pass(true);
  }

  /** Finishes, and closes what it passes on to. */
  @Override
  public void close() throws IOException {
    finish();
    next.close();
  }

  private void pass(boolean all) throws IOException {
    byte[] bytes = held.toByteArray();
    int start = open == null ? 0 : passOpen(bytes);
    if (open != null) {
      return;
    }
    byte[] rest = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length);
    int end = all ? rest.length : certain(rest);
    List<Redactor.Span> spans = List.of();
    if (end > 0) {
      spans = redactor.spans(rest, end);
    } else if (rest.length > LONGEST) {
      spans = redactor.spans(rest, rest.length);
      end = cut(rest, spans);
    }
    keep(rest, end);
    if (end > 0) {
      byte[] passed = Arrays.copyOf(rest, end);
      Redactor.mask(passed, spans);
      next.write(passed, 0, end);
    }
    if (held.size() > LONGEST) {
      pass(false);
    }
  }

  /** After the last whole line that is in no private key which has not ended. */
  private static int certain(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n' && bytes[end - 1] != '\r') {
      end--;
    }
    int key = end == 0 ? -1 : openKey(bytes);
    return key < 0 ? end : Math.min(end, lineStart(bytes, key));
  }

  /** Where a private key begins that has not ended; -1 if there is none. */
  private static int openKey(byte[] bytes) {
    return PrivateKeys.in(latin(bytes)).stream()
        .filter(PrivateKeys.Found::open)
        .mapToInt(PrivateKeys.Found::begin)
        .findFirst()
        .orElse(-1);
  }

  private static int lineStart(byte[] bytes, int at) {
    int start = at;
    while (start > 0 && bytes[start - 1] != '\n' && bytes[start - 1] != '\r') {
      start--;
    }
    return start;
  }

  /** Where a line that is too long, or a key, can be cut: before the secret that is at its end. */
  private int cut(byte[] bytes, List<Redactor.Span> spans) {
    int cut = bytes.length - OVERLAP;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Redactor.Span span : spans) {
        if (span.start() < cut && span.end() > cut) {
          if (span.start() < OVERLAP) {
            // It fills what is held: masked to its end, wherever that will be.
            open = openKey(bytes) >= 0 ? Open.KEY : Open.WORD;
            return bytes.length;
          }
          // With the name before it, by which it is known.
          cut = Math.max(1, span.start() - OVERLAP);
          moved = true;
        }
      }
    }
    return cut;
  }

  /** Masks the rest of a long secret; returns where it ended, if it did. */
  private int passOpen(byte[] bytes) throws IOException {
    int end = open == Open.KEY ? PrivateKeys.from(latin(bytes), 0, 0).end() : wordEnd(bytes);
    byte[] passed = Arrays.copyOf(bytes, end);
    Redactor.mask(passed, 0, end);
    next.write(passed, 0, end);
    if (end < bytes.length) {
      open = null;
    } else {
      held.reset();
    }
    return end;
  }

  private static int wordEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] <= ' ' && bytes[i] >= 0) || bytes[i] == '\'' || bytes[i] == '"') {
        return i;
      }
    }
    return bytes.length;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void keep(byte[] bytes, int from) {
    held.reset();
    held.write(bytes, from, bytes.length - from);
  }
}
