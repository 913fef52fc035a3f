package dev.holdfast.cli.policy;

import dev.holdfast.cli.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule as it was typed; apart from its command, so that help loads no JSON. */
record TypedRule(
    String effect,
    String selector,
    List<String> words,
    @Nullable String glob,
    @Nullable String regex,
    boolean scripts,
    @Nullable String interpreter,
    @Nullable String sha256,
    boolean everything,
    @Nullable String operation,
    @Nullable String user,
    @Nullable Boolean sudo,
    boolean shell,
    @Nullable String reason,
    boolean force) {

  /** The rule for the API; what was not typed is left out. */
  JsonNode json() {
    ObjectNode rule = Json.object();
    rule.put("effect", effect).put("selector", selector);
    text(rule, "operation", operation);
    text(rule, "user", user);
    text(rule, "glob", glob);
    text(rule, "regex", regex);
    text(rule, "reason", reason);
    if (sudo != null) {
      rule.put("sudo", sudo);
    }
    if (!words.isEmpty()) {
      rule.set("words", Json.of(words));
    }
    if (scripts) {
      ObjectNode which = Json.object();
      text(which, "interpreter", interpreter);
      text(which, "sha256", sha256);
      rule.set("scripts", which);
    }
    if (everything) {
      rule.put("everything", true);
    }
    if (shell) {
      rule.put("shell", true);
    }
    if (force) {
      rule.put("force", true);
    }
    return rule;
  }

  private static void text(ObjectNode rule, String field, @Nullable String value) {
    if (value != null) {
      rule.put(field, value);
    }
  }
}
