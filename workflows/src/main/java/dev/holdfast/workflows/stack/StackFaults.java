package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.PublishedPort;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with the file of a stack by itself, whatever the server is like. */
final class StackFaults {
  /** They decide what the engine's own client on the server does. */
  private static final Pattern OF_THE_CLIENT =
      Pattern.compile(
          "PATH|HOME|LANG|LC_.*|LD_.*|DOCKER_.*|GO.*|.*_PROXY|.*_proxy|SSL_CERT_.*|OTEL_.*|XDG_.*|TMPDIR"
              + "|IFS|OPTIND|PPID|E?UID|SHELLOPTS|ENV|PS[0-9]");

  /** What every tool has in memory. */
  private static final Set<String> IN_MEMORY = Set.of("/tmp", "/run", "/var/cache");

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0e-\\x1f]");

  /** In bytes of JSON: what one argument of a program on Linux holds of its base64. */
  private static final int LONGEST = 90_000;

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
    if (tool.switchBackend() != null && tool.dependsOn().isEmpty()) {
      fault(
          name, "switchBackend", "it depends on no tool; name those that it sends to in dependsOn");
    }
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
      String path = volume.split(":", -1)[1].replaceFirst("/+$", "");
      if (IN_MEMORY.contains(path)) {
        fault(
            name,
            "volumes",
            "%s is in memory in every tool; choose another path for the volume".formatted(path));
      }
      if (Arrays.stream(path.split("/+", -1)).anyMatch(Set.of(".", "..")::contains)
          || path.isEmpty()) {
        fault(name, "volumes", "%s is not a path in the container; write /data".formatted(volume));
      } else if (!inside.add(path.replaceAll("/+", "/"))) {
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
    List<String> texts = new ArrayList<>(tool.command());
    tool.environment()
        .forEach((variable, value) -> {
          texts.add(variable);
          texts.add(value);
        });
    Stream.of(tool.healthcheck(), tool.switchBackend())
        .filter(Objects::nonNull)
        .forEach(texts::add);
    if (texts.stream().anyMatch(text -> CONTROL.matcher(text).find())) {
      fault(name, "command", "it or the environment holds a control character; remove it");
    }
    if (texts.stream().mapToInt(StackFaults::inJson).sum() > LONGEST) {
      fault(
          name,
          "environment",
          "it is longer than %d bytes with the command; put what is long into a file"
              .formatted(LONGEST));
    }
  }

  /** Its length with what is escaped. */
  private static int inJson(String text) {
    int escaped = (int) text.chars().filter(c -> c == '"' || c == '\\' || c < ' ').count();
    return text.getBytes(StandardCharsets.UTF_8).length + escaped;
  }
}
