package dev.holdfast.activities.stack;

import dev.holdfast.schemas.change.ContainerResource;
import java.util.ArrayList;
import java.util.List;

/** The arguments of {@code docker create} for a container: what hardens it, and what it is. */
final class CreateOptions {
  /** As a weight: a quarter of a processor's 1024. */
  private static final int CPU_SHARES = 256;

  /** The least that Docker takes. */
  private static final int LEAST_MEMORY = 6;

  private CreateOptions() {}

  /** All but the name and the alias, with the image and the command at the end. */
  static List<String> of(ContainerResource container) {
    List<String> options = new ArrayList<>();
    options.add("--label=dev.holdfast.stack=" + container.stack());
    options.add("--label=dev.holdfast.spec=" + Specs.label(container));
    options.add("--restart=unless-stopped");
    hardened(container, options);
    limited(container, options);
    options.add("--network=" + container.networks().stream().findFirst().orElse("none"));
    container
        .environment()
        .forEach((name, value) ->
            options.add(
                "--env=" + (container.secrets().containsKey(name) ? name : name + "=" + value)));
    container.ports().forEach(port -> options.add("--publish=" + port));
    container.mounts().forEach(mount -> options.add("--mount=" + mount(mount)));
    if (container.healthcheck() == null) {
      // Nobody would wait for the one of the image.
      options.add("--no-healthcheck");
    } else {
      options.add("--health-cmd=" + container.healthcheck());
      options.add("--health-interval=30s");
      options.add("--health-timeout=10s");
      options.add("--health-retries=3");
    }
    options.add("--");
    options.add(container.image());
    options.addAll(container.command());
    return options;
  }

  /** A path of the server that is not there is an error, and is not made. */
  private static String mount(String mount) {
    String[] parts = mount.split(":", -1);
    return "type=%s,source=%s,target=%s%s"
        .formatted(
            parts[0].startsWith("/") ? "bind" : "volume",
            parts[0],
            parts[1],
            parts.length > 2 ? ",readonly" : "");
  }

  private static void hardened(ContainerResource container, List<String> options) {
    options.add("--user=" + container.user());
    options.add("--cap-drop=ALL");
    container.capabilities().forEach(capability -> options.add("--cap-add=" + capability));
    if (!container.newPrivileges()) {
      options.add("--security-opt=no-new-privileges");
    }
    if (!container.writableRoot()) {
      options.add("--read-only");
    }
    // Older versions of runc give it the mode of the image's directory in spite of this one; the
    // owner can write there even then.
    String memory =
        "--tmpfs=%%s:rw,noexec,nosuid,nodev,size=%%s,mode=1777,uid=%s,gid=%s"
            .formatted((Object[]) container.user().split(":", -1));
    options.add(memory.formatted("/tmp", "50m"));
    options.add(memory.formatted("/run", "10m"));
    options.add(memory.formatted("/var/cache", "50m"));
  }

  private static void limited(ContainerResource container, List<String> options) {
    options.add("--memory=" + container.memory() + "m");
    // No swap beside it.
    options.add("--memory-swap=" + container.memory() + "m");
    options.add("--memory-reservation=" + Math.max(LEAST_MEMORY, container.memory() / 2) + "m");
    options.add("--cpus=%d.%03d".formatted(container.cpus() / 1000, container.cpus() % 1000));
    options.add("--cpu-shares=" + CPU_SHARES);
    options.add("--pids-limit=" + container.pids());
    options.add("--log-driver=json-file");
    options.add("--log-opt=max-size=10m");
    options.add("--log-opt=max-file=3");
  }
}
