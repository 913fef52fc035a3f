package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.PublishedPort;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is wrong with the file of a stack by itself, whatever the server is like. */
final class StackFaults {
  /** They decide what the engine's own client on the server does. */
  private static final Pattern OF_THE_CLIENT =
      Pattern.compile("PATH|HOME|LANG|LC_.*|LD_.*|DOCKER_.*|GO.*|.*_PROXY|.*_proxy");

  /** In characters: what one argument of a program on Linux holds, with room for its wrapping. */
  private static final int LONGEST = 60_000;

  private final DeployStackInput input;
  private final List<String> faults = new ArrayList<>();

  private StackFaults(DeployStackInput input) {
    this.input = input;
  }

  /** For people: what is wrong, and what to do. */
  static List<String> of(DeployStackInput input) {
    var found = new StackFaults(input);
    Map<String, PublishedPort> ports = new LinkedHashMap<>();
    input
        .tools()
        .forEach((name, tool) -> {
          found.dependencies(name, tool);
          found.ports(name, tool, ports);
          found.paths(name, tool);
          found.variables(name, tool);
        });
    return found.faults;
  }

  private void fault(String tool, String field, String what) {
    faults.add("tools.%s.%s: %s".formatted(tool, field, what));
  }

  private void dependencies(String name, Tool tool) {
    for (String other : tool.dependsOn()) {
      if (!input.tools().containsKey(other)) {
        fault(
            name,
            "dependsOn",
            "there is no tool %s in the stack; correct the name".formatted(other));
      } else if (needed(other, new TreeSet<>()).contains(name)) {
        fault(
            name,
            "dependsOn",
            "it depends on itself by %s; remove one of the two".formatted(other));
      }
    }
  }

  /** A tool and all that it depends on. */
  private Set<String> needed(String name, Set<String> seen) {
    Tool tool = input.tools().get(name);
    if (tool != null && seen.add(name)) {
      tool.dependsOn().forEach(other -> needed(other, seen));
    }
    return seen;
  }

  private void ports(String name, Tool tool, Map<String, PublishedPort> all) {
    for (String text : tool.ports()) {
      PublishedPort port;
      try {
        port = PublishedPort.of(text);
      } catch (IllegalArgumentException e) {
        fault(name, "ports", String.valueOf(e.getMessage()));
        continue;
      }
      all.forEach((key, other) -> {
        if (port.collides(other.protocol(), other.address(), other.server())) {
          String first = key.substring(0, key.indexOf(' '));
          fault(
              name,
              "ports",
              "port %d of the server is the one of %s, too; choose another one"
                  .formatted(port.server(), first));
        }
      });
      all.put(name + " " + text, port);
    }
  }

  private void paths(String name, Tool tool) {
    Set<String> inside = new HashSet<>();
    for (String volume : tool.volumes()) {
      String path = volume.split(":", -1)[1];
      if (!inside.add(path)) {
        fault(
            name, "volumes", "two of them are at %s; choose another path for one".formatted(path));
      }
    }
  }

  private void variables(String name, Tool tool) {
    tool.environment()
        .forEach((variable, value) -> {
          if (SecretReference.isMeant(value) && OF_THE_CLIENT.matcher(variable).matches()) {
            fault(
                name,
                "environment",
                "%s cannot be a secret; give the tool a file of it".formatted(variable));
          }
        });
    int length =
        tool.environment().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum()
            + tool.command().stream().mapToInt(String::length).sum();
    if (length > LONGEST) {
      fault(
          name,
          "environment",
          "it is longer than %d characters with the command; put what is long into a file"
              .formatted(LONGEST));
    }
  }
}
