package dev.holdfast.activities.change;

import java.util.Optional;

/** Where it is kept what operations were given for single servers. */
@FunctionalInterface
public interface GivenInputs {

  /** The input of an operation on a server as JSON; none where it is that of all its servers. */
  Optional<String> of(String operation, String server);
}
