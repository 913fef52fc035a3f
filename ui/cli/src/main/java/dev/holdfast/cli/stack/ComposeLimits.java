package dev.holdfast.cli.stack;

import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a service of a Compose file may use. */
final class ComposeLimits {
  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,7})([mMgG])[bB]?");

  private final BiConsumer<String, String> refuse;

  /**
   * @param refuse gets the field and the reason of what is not supported
   */
  ComposeLimits(BiConsumer<String, String> refuse) {
    this.refuse = refuse;
  }

  /** The limits of a service as the Compose specification has them. */
  void deploy(ObjectNode tool, JsonNode value) {
    value
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("resources")) {
            refuse.accept("deploy." + entry.getKey(), "is not supported");
          }
        });
    value
        .path("resources")
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("limits")) {
            refuse.accept("deploy.resources." + entry.getKey(), "is half of the memory in a stack");
          }
        });
    value
        .path("resources")
        .path("limits")
        .properties()
        .forEach(entry -> {
          String field = "deploy.resources.limits." + entry.getKey();
          switch (entry.getKey()) {
            case "memory" -> memory(tool, field, entry.getValue());
            case "cpus" -> cpus(tool, field, entry.getValue());
            case "pids" -> pids(tool, field, entry.getValue());
            default -> refuse.accept(field, "is not supported");
          }
        });
  }

  void memory(ObjectNode tool, String field, JsonNode value) {
    Matcher matcher = MEMORY.matcher(value.asString(""));
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      tool.put("memory", matcher.group(2).equalsIgnoreCase("g") ? number * 1024 : number);
    } else {
      refuse.accept(field, "write it as 512m or 2g");
    }
  }

  void cpus(ObjectNode tool, String field, JsonNode value) {
    tool.put("cpus", number(field, value));
  }

  void pids(ObjectNode tool, String field, JsonNode value) {
    tool.put("pids", (int) number(field, value));
  }

  private double number(String field, JsonNode value) {
    try {
      return Double.parseDouble(value.asString(""));
    } catch (NumberFormatException e) {
      refuse.accept(field, "is not a number");
      return 0;
    }
  }
}
