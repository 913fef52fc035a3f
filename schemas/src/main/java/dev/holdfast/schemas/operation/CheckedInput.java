package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * An input that says more of what is wrong with it than its JSON Schema can. Asked of new requests
 * only: an input that was recorded before a demand was made is still read.
 */
public interface CheckedInput {

  /** What is wrong; empty for a good input. */
  @JsonIgnore
  List<Problem> problems();

  /**
   * @param field relative to the input, such as {@code sudo[0].commands[1]}
   * @param message what is wrong and what to do, as the end of a sentence about the field
   */
  record Problem(String field, String message) {}
}
