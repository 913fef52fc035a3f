package dev.holdfast.platform.policy;

import dev.holdfast.schemas.command.CommandRule;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the policy says about a command. */
public sealed interface PolicyVerdict {

  /**
   * It may run.
   *
   * @param by the rule that allows it; null where no allow rule applies
   */
  record Allowed(@Nullable CommandRule by) implements PolicyVerdict {}

  /**
   * It may not run.
   *
   * @param by the rule that denies it; null if allow rules apply and none of them names it
   * @param allowing the allow rules that apply
   * @param doubt why it cannot be read for certain whether the rule names it; null if it does
   */
  record Refused(@Nullable CommandRule by, List<CommandRule> allowing, @Nullable String doubt)
      implements PolicyVerdict {
    public Refused {
      allowing = List.copyOf(allowing);
    }

    public Refused(@Nullable CommandRule by, List<CommandRule> allowing) {
      this(by, allowing, null);
    }

    /** What whoever is refused reads: the rule, and who may change it. */
    public String message(CommandRequest request) {
      return "%s: '%s' is refused by %s. An administrator may change the rules (policy list)."
          .formatted(request.server(), shortened(request.invocation().text()), why());
    }

    /** The rule; where only what is named may run, the rules that name it. */
    public String rule() {
      return by == null
          ? allowing.stream().map(Refused::shown).collect(Collectors.joining(", "))
          : shown(by);
    }

    private static String shown(CommandRule rule) {
      return "rule %d (%s)".formatted(rule.id(), rule.text());
    }

    private String why() {
      if (by != null) {
        String rule = shown(by) + (by.reason() == null ? "" : ": " + by.reason());
        return doubt == null
            ? rule
            : "%s, because it cannot be read for certain: %s".formatted(rule, shortened(doubt));
      }
      return "the policy: only what is named may run, by " + rule();
    }

    private static String shortened(String text) {
      String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
      return line.length() <= 160 ? line : line.substring(0, 157) + "...";
    }
  }
}
