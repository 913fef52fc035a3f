package dev.holdfast.schemas.change;

import java.util.Map;

/**
 * Which containers of a server are in quarantine.
 *
 * @param reasons why, by their names
 */
public record QuarantineFacts(Map<String, String> reasons) {
  /** The name of the fact. */
  public static final String ALL = "quarantines:all";

  public QuarantineFacts {
    reasons = Map.copyOf(reasons);
  }
}
