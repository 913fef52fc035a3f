package dev.holdfast.workflows.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The paths of a server that no container gets to see: whoever may write there is root of the
 * server, or reads what lets one in.
 */
final class ForbiddenMounts {
  /** A {@code *} stands for any one name, {@code .*} for any one that begins with a dot. */
  private static final List<String> PATHS =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home/*/.*",
          "/lib",
          "/lib64",
          "/nix",
          "/opt/cni",
          "/opt/containerd",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/snap",
          "/sys",
          "/usr",
          "/var/backups",
          "/var/lib/cloud",
          "/var/lib/containerd",
          "/var/lib/containers",
          "/var/lib/docker",
          "/var/lib/dpkg",
          "/var/lib/holdfast",
          "/var/lib/kubelet",
          "/var/run",
          "/var/snap",
          "/var/spool");

  private ForbiddenMounts() {}

  /**
   * The forbidden path that a path equals, lies in or contains.
   *
   * @param path absolute, over no link
   */
  static Optional<String> touchedBy(String path) {
    List<String> names = names(path);
    return PATHS.stream().filter(forbidden -> touch(names(forbidden), names)).findFirst();
  }

  /** One of the two paths leads through the other one. */
  private static boolean touch(List<String> forbidden, List<String> path) {
    for (int i = 0; i < Math.min(forbidden.size(), path.size()); i++) {
      if (!matches(forbidden.get(i), path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String forbidden, String name) {
    return switch (forbidden) {
      case "*" -> true;
      case ".*" -> name.startsWith(".");
      default -> forbidden.equals(name);
    };
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }
}
