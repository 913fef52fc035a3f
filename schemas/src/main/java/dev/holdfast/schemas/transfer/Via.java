package dev.holdfast.schemas.transfer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the bytes of a file travel. */
public enum Via {
  /** The SFTP subsystem, as the login user. */
  SFTP,
  /** The protocol of scp, as the login user; it always starts at the beginning. */
  SCP,
  /** The standard input and output of a command, also as root. */
  STREAM;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Via of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
