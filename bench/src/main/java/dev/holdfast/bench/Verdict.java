package dev.holdfast.bench;

import dev.holdfast.cli.Output;

/** What was measured, set against what is promised. */
interface Verdict {

  boolean allMet();

  /** For a person, or as one document. */
  void tell(Output output);
}
