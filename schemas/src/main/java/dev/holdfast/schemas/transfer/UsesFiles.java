package dev.holdfast.schemas.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** An operation's input that names files of the platform's store. */
public interface UsesFiles {

  /** Their SHA-256; whoever starts the operation must have stored them. */
  @JsonIgnore
  List<String> storedFiles();
}
