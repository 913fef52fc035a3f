package dev.holdfast.platform.organisation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** Of what an organisation may have so much. */
public enum Quota {
  /** Under way; incidents are not counted. */
  OPERATIONS("operations"),
  SERVERS("servers"),
  SCHEDULES("schedules"),
  /** Of files in the platform's store, also those that are arriving. */
  FILE_BYTES("file-bytes"),
  /** In a minute, of all users and tokens together. */
  REQUESTS("requests");

  private final String word;

  Quota(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  public static Optional<Quota> find(String word) {
    return Stream.of(values()).filter(quota -> quota.word.equals(word)).findFirst();
  }
}
