package dev.holdfast.api.policies;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says.
 *
 * @param allowed on every server
 */
record Findings(boolean allowed, List<Finding> servers) {

  /**
   * What it says about one server.
   *
   * @param rule the number of the rule that decided; null if none did
   * @param message why it is refused; null if it is not
   */
  record Finding(
      String server,
      boolean allowed,
      @Nullable Long rule,
      @Nullable String ruleText,
      @Nullable String message) {}
}
