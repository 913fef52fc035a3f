package dev.holdfast.schemas.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which of our SSH clients reaches a server; {@link #AUTO} is whichever can. */
public enum SshAdapter {
  AUTO,
  SSHJ,
  MINA;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The adapter of this name.
   *
   * @throws IllegalArgumentException that begins with the field, {@code adapter: }
   */
  @JsonCreator
  public static SshAdapter of(String word) {
    for (SshAdapter adapter : values()) {
      if (adapter.word().equals(word)) {
        return adapter;
      }
    }
    throw new IllegalArgumentException("adapter: '" + word + "' is not auto, sshj or mina");
  }
}
