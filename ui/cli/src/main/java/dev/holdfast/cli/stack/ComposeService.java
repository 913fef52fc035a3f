package dev.holdfast.cli.stack;

import dev.holdfast.cli.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One service of a Compose file, as a tool of a stack. */
final class ComposeService {
  /** Every container of a stack is so anyway, or more strictly so. */
  private static final Set<String> SO_ANYWAY = Set.of("cap_drop", "expose", "security_opt");

  /** What every container of a stack has in memory. */
  private static final Set<String> IN_MEMORY = Set.of("/tmp", "/run", "/var/cache");

  /** What Compose does not know, in {@code x-holdfast}. */
  private static final Set<String> OF_STACKS = Set.of("exceptions", "switchBackend");

  private final String service;
  private final List<String> unsupported;
  private final ComposeLimits limits = new ComposeLimits(this::refuse);

  /**
   * @param service as messages name it
   * @param unsupported gets a line for each thing that is not supported
   */
  ComposeService(String service, List<String> unsupported) {
    this.service = service;
    this.unsupported = unsupported;
  }

  /** The tool, as far as it can be one. */
  ObjectNode tool(JsonNode compose) {
    ObjectNode tool = Json.object();
    for (Map.Entry<String, JsonNode> entry : compose.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      switch (key) {
        case "image" -> tool.put("image", text(key, value));
        case "command" -> command(tool, value);
        case "environment" -> environment(tool.putObject("environment"), value);
        case "ports" -> value.values().forEach(port -> port(tool.withArray("ports"), port));
        case "volumes" ->
            value.values().forEach(volume -> volume(tool.withArray("volumes"), volume));
        case "healthcheck" -> healthcheck(tool, value);
        case "depends_on" -> dependencies(tool.putArray("dependsOn"), value);
        case "networks" -> networks(value);
        case "read_only" -> {
          if (!value.asString("").equals("true")) {
            refuse(key, "say the reason: x-holdfast: { exceptions: { writableRoot: … } }");
          }
        }
        case "tmpfs" -> {
          for (JsonNode path : value.isArray() ? value.values() : List.of(value)) {
            if (!IN_MEMORY.contains(path.asString("").replaceFirst(":.*", ""))) {
              refuse(
                  key, path.asString("") + " is not in memory; only /tmp, /run and /var/cache are");
            }
          }
        }
        case "mem_limit" -> limits.memory(tool, key, value);
        case "cpus" -> limits.cpus(tool, key, value);
        case "pids_limit" -> limits.pids(tool, key, value);
        case "deploy" -> limits.deploy(tool, value);
        case "restart" -> {
          if (!Set.of("always", "unless-stopped").contains(value.asString(""))) {
            refuse(key, "is always unless-stopped in a stack");
          }
        }
        case "user" -> {
          if (!value.asString("").equals("1001:1001")) {
            refuse(key, "say the reason: x-holdfast: { exceptions: { user: { id, reason } } }");
          }
        }
        case "cap_add" ->
            refuse(key, "say the reason: x-holdfast: { exceptions: { capabilities: … } }");
        case "x-holdfast" -> {
          known(key, value, OF_STACKS);
          OF_STACKS.stream().filter(value::has).forEach(name -> tool.set(name, value.path(name)));
        }
        default -> {
          if (!SO_ANYWAY.contains(key) && !key.startsWith("x-")) {
            refuse(key, "is not supported");
          }
        }
      }
    }
    return tool;
  }

  /** Refuses the properties of a thing that are none of these. */
  private void known(String field, JsonNode value, Set<String> names) {
    value.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !names.contains(name))
        .forEach(name -> refuse(field + "." + name, "is not supported"));
  }

  private void refuse(String field, String why) {
    unsupported.add("%s.%s: %s".formatted(service, field, why));
  }

  /** A text in which Compose would put nothing in place. */
  private String text(String field, JsonNode value) {
    String text = value.asString("");
    if (text.replace("$$", "").indexOf('$') >= 0) {
      refuse(field, "variables are not replaced; write the value, or secret://NAME");
    }
    return text.replace("$$", "$");
  }

  private void command(ObjectNode tool, JsonNode value) {
    if (!value.isArray()) {
      refuse("command", "write it as a list of words");
      return;
    }
    ArrayNode words = tool.putArray("command");
    value.values().forEach(word -> words.add(text("command", word)));
  }

  private void environment(ObjectNode environment, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(entry -> variable(environment, entry.getKey(), entry.getValue()));
      return;
    }
    for (JsonNode line : value.values()) {
      String text = text("environment", line);
      int at = text.indexOf('=');
      if (at < 0) {
        refuse("environment." + text, "has no value; nothing is taken from your own environment");
      } else {
        environment.put(text.substring(0, at), text.substring(at + 1));
      }
    }
  }

  private void variable(ObjectNode environment, String name, JsonNode value) {
    if (value.isNull()) {
      refuse("environment." + name, "has no value; nothing is taken from your own environment");
    } else {
      environment.put(name, text("environment." + name, value));
    }
  }

  private void port(ArrayNode ports, JsonNode value) {
    if (!value.isObject()) {
      String port = text("ports", value);
      if (port.indexOf(':') < 0 || port.indexOf('-') >= 0) {
        refuse("ports", port + " names no single port of the server; write 8080:80");
      }
      ports.add(port);
      return;
    }
    known("ports", value, Set.of("host_ip", "published", "target", "protocol"));
    String address = Json.text(value, "host_ip");
    ports.add(
        "%s%s:%s/%s"
            .formatted(
                address.isEmpty() ? "" : address + ":",
                Json.text(value, "published"),
                Json.text(value, "target"),
                value.path("protocol").asString("tcp")));
  }

  private void volume(ArrayNode volumes, JsonNode value) {
    known("volumes", value, Set.of("type", "source", "target", "read_only"));
    if (!Set.of("", "volume", "bind").contains(Json.text(value, "type"))) {
      refuse("volumes", Json.text(value, "type") + " is not supported; name a volume or a path");
    }
    String volume =
        value.isObject()
            ? "%s:%s%s"
                .formatted(
                    Json.text(value, "source"),
                    Json.text(value, "target"),
                    Json.flag(value, "read_only") ? ":ro" : "")
            : text("volumes", value).replaceFirst(":rw$", "");
    if (volume.startsWith(".") || volume.startsWith("~")) {
      refuse("volumes", volume + " is on this machine; name a path of the server, or a volume");
    } else if (volume.indexOf(':') < 1) {
      refuse("volumes", volume + " has no name; write NAME:/path");
    }
    volumes.add(volume);
  }

  private void healthcheck(ObjectNode tool, JsonNode value) {
    value
        .properties()
        .forEach(entry -> {
          String field = "healthcheck." + entry.getKey();
          JsonNode test = entry.getValue();
          switch (entry.getKey()) {
            case "test" -> {
              if (test.isString()) {
                tool.put("healthcheck", text(field, test));
              } else if (test.path(0).asString("").equals("CMD-SHELL")) {
                tool.put("healthcheck", text(field, test.path(1)));
              } else {
                refuse(field, "write it as a line for the shell");
              }
            }
            // A stack asks every 2 s while it deploys, and every 30 s after that.
            case "interval", "timeout", "retries", "start_period", "start_interval" -> {}
            default -> refuse(field, "is not supported");
          }
        });
  }

  private void dependencies(ArrayNode names, JsonNode value) {
    if (!value.isObject()) {
      value.values().forEach(names::add);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String field = "depends_on." + entry.getKey();
      names.add(entry.getKey());
      known(field, entry.getValue(), Set.of("condition"));
      if (Json.text(entry.getValue(), "condition").equals("service_completed_successfully")) {
        refuse(field, "every tool of a stack has to stay up");
      }
    }
  }

  /** They follow from the dependencies; what they say beyond a name would be lost. */
  private void networks(JsonNode value) {
    value
        .properties()
        .forEach(entry -> known("networks." + entry.getKey(), entry.getValue(), Set.of()));
  }
}
