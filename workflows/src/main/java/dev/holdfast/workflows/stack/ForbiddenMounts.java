package dev.holdfast.workflows.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The paths of a server that no container gets to see: whoever may write there is root of the
 * server, or reads what lets one in.
 */
final class ForbiddenMounts {
  /** A {@code *} stands for any one name. */
  private static final List<String> PATHS =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home/*/.aws",
          "/home/*/.config",
          "/home/*/.docker",
          "/home/*/.gnupg",
          "/home/*/.kube",
          "/home/*/.ssh",
          "/lib",
          "/lib64",
          "/proc",
          "/root",
          "/run/containerd",
          "/run/docker.sock",
          "/run/podman",
          "/run/systemd",
          "/sbin",
          "/sys",
          "/usr",
          "/var/lib/containerd",
          "/var/lib/docker",
          "/var/lib/holdfast",
          "/var/run/docker.sock",
          "/var/spool/cron");

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
      if (!forbidden.get(i).equals("*") && !forbidden.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }
}
