package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container of a stack, hardened: a read-only root, no capability but those named, no new
 * privileges, no user but the one named.
 *
 * @param name its own, such as {@code shop-web}
 * @param stack the stack that it belongs to
 * @param tool its name in the stack, and its alias in each of its networks
 * @param image pinned by a digest, or a local image by its id
 * @param command what it runs; empty for what its image says
 * @param environment its variables, without those of {@code secrets} wherever it is kept or shown
 * @param secrets its variables whose values are secrets, as references with their version
 * @param ports as {@link PublishedPort} reads them
 * @param mounts as {@code SOURCE:/path} or {@code SOURCE:/path:ro}, of a volume of the engine by
 *     name or of a path on the server that leads over no link
 * @param networks which it is in, the first one from its start
 * @param healthcheck a shell command that succeeds when it works; null to only see that it stays up
 * @param user {@code UID:GID} that it runs as
 * @param memory the most that it may use, in MiB
 * @param cpus the most that it may use, in thousandths
 * @param pids the most processes
 * @param capabilities added back to none
 * @param writableRoot whether it may write to its own root
 * @param newPrivileges whether its programs may gain privileges, such as by a setuid bit
 * @param proxies what sends requests to it and can be told while it runs where to send them. It is
 *     no part of what the container is made of
 */
public record ContainerResource(
    String name,
    String stack,
    String tool,
    String image,
    List<String> command,
    SortedMap<String, String> environment,
    SortedMap<String, String> secrets,
    List<String> ports,
    List<String> mounts,
    List<String> networks,
    @Nullable String healthcheck,
    String user,
    int memory,
    int cpus,
    int pids,
    List<String> capabilities,
    boolean writableRoot,
    boolean newPrivileges,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Proxy> proxies)
    implements Resource {
  public ContainerResource {
    command = List.copyOf(command);
    environment = sorted(environment);
    secrets = sorted(secrets);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    networks = List.copyOf(networks);
    capabilities = List.copyOf(capabilities);
    proxies = List.copyOf(Objects.requireNonNullElse(proxies, List.of()));
  }

  /**
   * Another container of the stack, which sends requests to this one.
   *
   * @param container its name, such as {@code shop-proxy}
   * @param network in which it reaches this one
   * @param command a shell command within it that has it send to {@code $ADDRESS} what is for the
   *     tool {@code $TOOL}
   */
  public record Proxy(String container, String network, String command) {}

  /**
   * Whether it works until a new one gets its requests: it has a proxy, and two of it do not want
   * the same port of the server or write to the same files.
   */
  @JsonIgnore
  public boolean isReplacedWithoutGap() {
    return !proxies.isEmpty()
        && ports.isEmpty()
        && mounts.stream().allMatch(mount -> mount.endsWith(":ro"));
  }

  /** The same behind these proxies. */
  public ContainerResource behind(List<Proxy> others) {
    return with(environment, secrets, others);
  }

  private static SortedMap<String, String> sorted(@Nullable SortedMap<String, String> map) {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(Objects.requireNonNullElseGet(map, TreeMap::new)));
  }

  /** The same with these references to its secrets. */
  public ContainerResource withSecrets(SortedMap<String, String> references) {
    return with(environment, references, proxies);
  }

  /** The same with the values of its secrets among its variables: never to be kept or shown. */
  public ContainerResource revealed(Map<String, String> values) {
    SortedMap<String, String> all = new TreeMap<>(environment);
    all.putAll(values);
    return with(all, secrets, proxies);
  }

  /** The same without the values of its secrets. */
  public ContainerResource concealed() {
    SortedMap<String, String> shown = new TreeMap<>(environment);
    shown.keySet().removeAll(secrets.keySet());
    return with(shown, secrets, proxies);
  }

  private ContainerResource with(
      SortedMap<String, String> variables,
      SortedMap<String, String> references,
      List<Proxy> before) {
    return new ContainerResource(
        name,
        stack,
        tool,
        image,
        command,
        variables,
        references,
        ports,
        mounts,
        networks,
        healthcheck,
        user,
        memory,
        cpus,
        pids,
        capabilities,
        writableRoot,
        newPrivileges,
        before);
  }

  @Override
  public String subject() {
    return "container:" + name;
  }

  /** Its name alone, because it may hold the values of secrets. */
  @Override
  public String toString() {
    return subject();
  }
}
