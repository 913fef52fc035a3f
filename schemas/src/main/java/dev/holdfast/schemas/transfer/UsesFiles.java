package dev.holdfast.schemas.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** An operation's input that names files of the platform's store. */
public interface UsesFiles {

  /** Their SHA-256; whoever starts the operation must have stored them. */
  @JsonIgnore
  List<String> storedFiles();

  /** How many bytes each may have. */
  @JsonIgnore
  default long largestStoredFile() {
    return Long.MAX_VALUE;
  }

  /** How many bytes all of them may have together. */
  @JsonIgnore
  default long mostStoredBytes() {
    return Long.MAX_VALUE;
  }
}
