package dev.holdfast.activities.change;

import java.util.List;

/** Where it is kept which servers are reached through which. */
@FunctionalInterface
public interface ServersBehind {

  /** The names of the servers whose jump host this one is. */
  List<String> of(String server);
}
