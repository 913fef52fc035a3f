package dev.holdfast.activities.containers;

import dev.holdfast.lab.Lab;

/** Containers on the lab's server with an engine, made there and not by what is tested. */
final class ContainerFixture {
  private static final String IMAGE =
      """
      docker image inspect tree >/dev/null 2>&1 && exit
      mkdir -p /tmp/tree && cd /tmp/tree
      for p in sh cat sleep; do cp --parents $(ldd /bin/$p | grep -o "/[^ ]*") /bin/$p .; done
      tar -c . | docker import - tree >/dev/null
      """;

  private final Lab lab;

  ContainerFixture(Lab lab) {
    this.lab = lab;
    onServer(IMAGE);
  }

  /** Runs a container in the background, in place of one that has this name. */
  void run(String name, String options, String script) {
    onServer(
        "docker rm -f %s >/dev/null 2>&1; docker run -d --name %s %s tree /bin/sh -c '%s' >/dev/null"
            .formatted(name, name, options, script));
  }

  void remove(String names) {
    onServer("docker rm -f %s >/dev/null".formatted(names));
  }

  /** Runs a POSIX script as root on the server and returns what it printed. */
  String onServer(String script) {
    return lab.exec("docker-1", "sh", "-c", script).orThrow().strip();
  }
}
