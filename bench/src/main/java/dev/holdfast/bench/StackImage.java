package dev.holdfast.bench;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The image of the stack that is measured: the same one on all servers. */
final class StackImage {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String MAKE =
      """
      mkdir -p /tmp/tree && cd /tmp/tree
      for p in sh sleep touch; do cp --parents $(ldd /bin/$p | grep -o "/[^ ]*") /bin/$p .; done
      docker image inspect bench-tree >/dev/null 2>&1 || tar -c . | docker import - bench-tree >/dev/null
      """;

  private StackImage() {}

  /** Makes it on the first server and brings it to the others; its id. */
  static String provide(Lab lab, List<LabServer> servers) throws IOException, InterruptedException {
    String first = servers.getFirst().name();
    var _ = lab.exec(first, "sh", "-c", MAKE).orThrow();
    try (BenchDirectory directory = BenchDirectory.make()) {
      SshSetup ssh = new SshSetup(servers, directory);
      for (LabServer other : servers.subList(1, servers.size())) {
        var _ =
            BaselineProcess.run(
                List.of(
                    "sh",
                    "-c",
                    "ssh %s docker save bench-tree | ssh %s docker load"
                        .formatted(first, other.name())),
                ssh.environment(),
                "",
                PATIENCE);
      }
    }
    return lab.exec(first, "docker", "image", "inspect", "-f", "{{.Id}}", "bench-tree")
        .orThrow()
        .strip();
  }
}
