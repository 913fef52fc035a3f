package dev.holdfast.schemas.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.server.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the command policy: where it applies, which commands it is about, and what then.
 *
 * @param operation the operation's name in the catalogue; null for any
 * @param selector over servers
 * @param user who asked for the operation; null for anybody
 * @param sudo true only with root's rights, false only without, null for both
 * @param shell an allow rule also takes what a shell would interpret
 * @param reason what whoever is refused reads
 */
public record CommandRule(
    long id,
    String organisation,
    Effect effect,
    @Nullable String operation,
    String selector,
    @Nullable String user,
    @Nullable Boolean sudo,
    CommandMatcher matcher,
    boolean shell,
    @Nullable String reason,
    String createdBy,
    Instant createdAt) {

  /** The only organisation so far. */
  public static final String DEFAULT_ORGANISATION = "default";

  public CommandRule {
    var _ = new Selector(selector);
  }

  /** What follows where a rule applies and matches. */
  public enum Effect {
    ALLOW,
    DENY;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Effect of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether the rule has a say, whatever the command is. */
  public boolean applies(
      String inOrganisation,
      String toOperation,
      String server,
      Map<String, String> labels,
      String initiator,
      boolean asRoot) {
    return organisation.equals(inOrganisation)
        && (operation == null || operation.equals(toOperation))
        && (user == null || user.equals(initiator))
        && (sudo == null || sudo == asRoot)
        && new Selector(selector).matches(server, labels);
  }

  /** Where it applies, as a person reads it. */
  public String scope() {
    List<String> parts = new ArrayList<>();
    parts.add("on " + selector);
    if (operation != null) {
      parts.add("in " + operation);
    }
    if (user != null) {
      parts.add("by " + user);
    }
    if (sudo != null) {
      parts.add(sudo ? "as root" : "not as root");
    }
    return String.join(", ", parts);
  }

  /** The rule in one line: {@code deny rm -rf ... on env=prod}. */
  public String text() {
    return effect.word() + " " + matcher.text() + " " + scope();
  }
}
