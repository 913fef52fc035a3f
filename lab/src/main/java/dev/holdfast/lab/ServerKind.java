package dev.holdfast.lab;

import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * What servers of a lab have in common.
 *
 * @param prefix of their names: {@code lab} makes {@code lab-1}, {@code lab-2}, …
 * @param packages of Debian that a bare server has not
 * @param volumes directories that are anonymous volumes, removed with the server
 */
record ServerKind(String prefix, List<String> packages, List<Volume> volumes) {

  ServerKind {
    packages = List.copyOf(packages);
    volumes = List.copyOf(volumes);
  }

  static ServerKind bare(List<String> packages) {
    return new ServerKind("lab", packages, List.of());
  }

  /** With an engine of its own, whose overlays cannot lie on the overlay that a server is. */
  static ServerKind docker(List<String> more) {
    List<String> packages = new ArrayList<>(List.of("docker.io", "nftables"));
    packages.addAll(more);
    return new ServerKind("docker", packages, List.of(new Volume("/var/lib/docker")));
  }

  /** With Podman, whose images and containers lie where an engine's would. */
  static ServerKind podman() {
    return new ServerKind(
        "podman",
        List.of("podman", "netavark", "aardvark-dns", "iptables", "nftables"),
        List.of(new Volume("/var/lib/containers")));
  }

  /** With this package manager alone, and what makes packages and repositories for it. */
  static ServerKind managedBy(PackageManager manager) {
    return switch (manager) {
      case APT -> bare(List.of());
      case DNF ->
          new ServerKind(
              "dnf", List.of("dnf", "dnf-plugins-core", "rpm", "createrepo-c"), List.of());
      case ZYPPER -> new ServerKind("zypper", List.of("zypper", "rpm", "createrepo-c"), List.of());
    };
  }

  String server(int number) {
    return prefix + "-" + number;
  }
}
