package dev.holdfast.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a container must be started for systemd to take it for a machine of its own. */
final class ServerHost extends HostConfig {

  private static final long serialVersionUID = 1;

  static final ExposedPort SSH = ExposedPort.tcp(22);

  private static final String CONTROL_GROUPS = "/sys/fs/cgroup";

  private ServerHost() {}

  /**
   * The settings of a server whose SSH is published on 127.0.0.1 at {@code port}.
   *
   * <p>Not privileged, yet no strong wall either: root of a server has CAP_SYS_ADMIN and the host's
   * control groups, so whoever can log in to it can become root here.
   */
  static HostConfig publishing(int port, DockerEngine engine) {
    List<String> security = new ArrayList<>(List.of("seccomp=unconfined"));
    if (engine.usesAppArmor()) {
      security.add("apparmor=unconfined");
    }
    Map<String, String> memory = new HashMap<>(Map.of("/run", "", "/run/lock", ""));
    List<String> groups = List.of(CONTROL_GROUPS);
    if (engine.hasControlGroupsOfVersion1()) {
      // Their mount points are in a tmpfs that systemd adds to and then makes read-only. It must be
      // the server's own, or the host's is what gets changed.
      memory.put(CONTROL_GROUPS, "");
      groups = hierarchies();
    }
    return new ServerHost()
        // Without the last one root of a server cannot enter the namespaces of other users'
        // processes.
        .withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN, Capability.SYS_PTRACE)
        .withSecurityOpts(security)
        .withCgroupnsMode("host")
        .withBinds(groups.stream().map(path -> Bind.parse(path + ":" + path + ":rw")).toList())
        .withTmpFs(memory)
        // A server that reboots itself comes back.
        .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
        .withPortBindings(
            new PortBinding(Ports.Binding.bindIpAndPort(LabServer.ADDRESS, port), SSH));
  }

  /** The mount points of this machine's control group hierarchies. */
  private static List<String> hierarchies() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return mounts
          .filter(mount -> mount.matches(".* - cgroup2? .*"))
          .map(mount -> mount.split(" ", -1)[4])
          .filter(path -> path.startsWith(CONTROL_GROUPS + "/"))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new LabException("Cannot see this machine's control groups: " + e.getMessage(), e);
    }
  }

  /** Docker's own list with /proc/sys taken apart: of it, /proc/sys/net is the server's own. */
  @JsonProperty("ReadonlyPaths")
  List<String> getReadonlyPaths() {
    return List.of(
        "/proc/bus",
        "/proc/fs",
        "/proc/irq",
        "/proc/sysrq-trigger",
        "/proc/sys/abi",
        "/proc/sys/crypto",
        "/proc/sys/debug",
        "/proc/sys/dev",
        "/proc/sys/fs",
        "/proc/sys/kernel",
        "/proc/sys/sunrpc",
        "/proc/sys/user",
        "/proc/sys/vm");
  }
}
