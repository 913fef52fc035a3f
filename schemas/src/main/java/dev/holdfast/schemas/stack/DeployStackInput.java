package dev.holdfast.schemas.stack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stack: what is in its file.
 *
 * @param stack its name, the first part of the names of all that is made for it
 * @param tools by name
 * @param names how containers and volumes are called on the server; by the stack by default
 * @param redeploy whether tools whose data is there are deployed, too; not by default
 */
public record DeployStackInput(
    String stack, SortedMap<String, Tool> tools, Names names, Boolean redeploy)
    implements RunsCommands {
  /** Whom a tool runs as that needs no exception. */
  public static final String USER = "1001:1001";

  private static final String DATA = "-data";

  public DeployStackInput {
    tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
    names = Objects.requireNonNullElse(names, Names.STACK);
    redeploy = Objects.requireNonNullElse(redeploy, false);
  }

  /** One with names of the stack, which leaves tools alone whose data is there. */
  public DeployStackInput(String stack, SortedMap<String, Tool> tools) {
    this(stack, tools, Names.STACK, false);
  }

  /** How containers and volumes are called on the server. */
  public enum Names {
    /** {@code STACK-TOOL} and {@code STACK-VOLUME}. */
    STACK,
    /** {@code security-TOOL} and the volume's name alone. */
    TOOL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Names of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The name on the server of a tool's container. */
  public String container(String tool) {
    return (names == Names.TOOL ? "security" : stack) + "-" + tool;
  }

  /** The name on the server of a volume. */
  public String volume(String name) {
    return names == Names.TOOL ? name : stack + "-" + name;
  }

  /** The volume with a tool's data, as the file says it; null where it has none of that name. */
  public @Nullable String dataVolume(String tool) {
    Tool found = tools.get(tool);
    return found != null
            && found.volumes().stream().anyMatch(volume -> volume.startsWith(tool + DATA + ":"))
        ? tool + DATA
        : null;
  }

  /**
   * One container of it. What JSON leaves out gets its default here.
   *
   * @param image pinned by its digest, or a local image's id
   * @param command what it runs; empty for what its image says
   * @param environment its variables, each a text or {@code secret://NAME}
   * @param ports as {@link dev.holdfast.schemas.change.PublishedPort} reads them
   * @param volumes as {@code NAME:/path} or {@code /path/on/server:/path}, with {@code :ro} at the
   *     end for reading only; a volume's name gets the stack's before it
   * @param healthcheck a shell command that succeeds when it works
   * @param dependsOn the tools that have to be healthy before, and that it may reach
   * @param switchBackend a shell command that has it send to {@code $ADDRESS} what is for the tool
   *     {@code $TOOL}, one of those that it depends on; null where it cannot be told while it runs
   * @param memory in MiB; 512 by default
   * @param cpus 0.5 by default
   * @param pids 200 by default
   * @param exceptions from the hardening, each with its reason
   */
  public record Tool(
      String image,
      List<String> command,
      Map<String, String> environment,
      List<String> ports,
      List<String> volumes,
      @Nullable String healthcheck,
      List<String> dependsOn,
      @Nullable String switchBackend,
      Integer memory,
      Double cpus,
      Integer pids,
      Exceptions exceptions) {
    public Tool {
      command = List.copyOf(Objects.requireNonNullElse(command, List.of()));
      environment = Map.copyOf(Objects.requireNonNullElse(environment, Map.of()));
      ports = List.copyOf(Objects.requireNonNullElse(ports, List.of()));
      volumes = List.copyOf(Objects.requireNonNullElse(volumes, List.of()));
      dependsOn = List.copyOf(Objects.requireNonNullElse(dependsOn, List.of()));
      memory = Objects.requireNonNullElse(memory, 512);
      cpus = Objects.requireNonNullElse(cpus, 0.5);
      pids = Objects.requireNonNullElse(pids, 200);
      exceptions = Objects.requireNonNullElseGet(exceptions, Exceptions::none);
    }
  }

  /**
   * What a tool may although stacks are hardened.
   *
   * @param user whom it runs as, and why
   * @param writableRoot why it may write to its own root; null where it may not
   * @param newPrivileges why its programs may gain privileges; null where they may not
   * @param capabilities why it has them, by capability
   */
  public record Exceptions(
      @Nullable User user,
      @Nullable String writableRoot,
      @Nullable String newPrivileges,
      Map<String, String> capabilities) {
    public Exceptions {
      capabilities = Map.copyOf(Objects.requireNonNullElse(capabilities, Map.of()));
    }

    static Exceptions none() {
      return new Exceptions(null, null, null, Map.of());
    }

    /** {@code UID:GID} that a tool runs as. */
    public String runsAs() {
      return user == null ? USER : user.id();
    }
  }

  /**
   * @param id {@code UID:GID}
   * @param reason for a person
   */
  public record User(String id, String reason) {}

  /** The policy knows them as the commands that do the same. */
  @Override
  public List<Invocation> invocations() {
    List<Invocation> invocations = new ArrayList<>();
    tools.forEach((name, tool) -> {
      List<String> run = new ArrayList<>(List.of("docker", "run", "--name", container(name)));
      run.add("--user=" + tool.exceptions().runsAs());
      run.add("--cap-drop=ALL");
      tool.exceptions().capabilities().keySet().stream()
          .sorted()
          .forEach(capability -> run.add("--cap-add=" + capability));
      if (tool.exceptions().newPrivileges() == null) {
        run.add("--security-opt=no-new-privileges");
      }
      if (tool.exceptions().writableRoot() == null) {
        run.add("--read-only");
      }
      tool.ports().forEach(port -> run.add("--publish=" + port));
      tool.volumes().forEach(volume -> run.add("--volume=" + volume));
      run.add(tool.image());
      run.addAll(tool.command());
      invocations.add(new Invocation.Words(run));
      if (tool.healthcheck() != null) {
        invocations.add(
            new Invocation.Words(
                List.of("docker", "exec", container(name), "sh", "-c", tool.healthcheck())));
      }
      if (tool.switchBackend() != null) {
        invocations.add(
            new Invocation.Words(
                List.of("docker", "exec", container(name), "sh", "-c", tool.switchBackend())));
      }
    });
    return invocations;
  }

  @Override
  public boolean asRoot() {
    return true;
  }
}
