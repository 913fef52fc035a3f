package dev.holdfast.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a container must be started for systemd to take it for a machine of its own. */
final class ServerHost extends HostConfig {

  private static final long serialVersionUID = 1;

  static final ExposedPort SSH = ExposedPort.tcp(22);

  private ServerHost() {}

  /**
   * The settings of a server whose SSH is published on 127.0.0.1 at {@code port}.
   *
   * <p>Not privileged, yet no strong wall either: root of a server has CAP_SYS_ADMIN and the host's
   * control groups, so whoever can log in to it can become root here.
   */
  static HostConfig publishing(int port, boolean appArmor) {
    List<String> security = new ArrayList<>(List.of("seccomp=unconfined"));
    if (appArmor) {
      security.add("apparmor=unconfined");
    }
    return new ServerHost()
        .withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN)
        .withSecurityOpts(security)
        .withCgroupnsMode("host")
        .withBinds(Bind.parse("/sys/fs/cgroup:/sys/fs/cgroup:rw"))
        .withTmpFs(Map.of("/run", "", "/run/lock", ""))
        // A server that reboots itself comes back.
        .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
        .withPortBindings(
            new PortBinding(Ports.Binding.bindIpAndPort(LabServer.ADDRESS, port), SSH));
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
