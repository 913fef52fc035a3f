package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings a Docker engine to a machine that has none running. */
final class DockerInstallation {

  private static final Duration START = Duration.ofSeconds(60);
  private static final int LOG_TAIL = 8;

  private final Machine machine;
  private final LabProgress progress;

  DockerInstallation(Machine machine, LabProgress progress) {
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * Installs what is missing and starts the engine.
   *
   * @param problem why the engine does not answer, null once it does
   */
  void start(Path home, Supplier<@Nullable String> problem) {
    String why = "No Docker engine is running here: " + problem.get() + ".";
    if (!machine.isRoot()) {
      throw new LabException(
          why
              + " Start Docker or install it (Debian: sudo apt-get install docker.io), then try again.");
    }
    if (!Program.exists("dockerd")) {
      List<String> packages = new ArrayList<>(List.of("docker.io", "iptables", "debootstrap"));
      if (!Files.isDirectory(Path.of("/sys/fs/cgroup/memory"))
          && !Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
        packages.add("cgroupfs-mount");
      }
      machine.install(why + " The lab installs and starts docker.io.", packages);
    } else {
      machine.ask(why, "start the installed Docker engine");
    }
    // An installed package has started its service already, and starting it again does no harm.
    if (machine.hasSystemd()) {
      Program.run(List.of("systemctl", "start", "docker.service"), Map.of(), line -> {});
      await(problem, () -> true, "See `journalctl -u docker.service`.");
    } else {
      spawn(home.resolve("lab").resolve("dockerd.log"), List.of("dockerd"), problem);
    }
  }

  /**
   * Starts {@code dockerd} in a session of its own, so that it outlives us, and awaits its answer.
   */
  void spawn(Path log, List<String> dockerd, Supplier<@Nullable String> problem) {
    progress.line("Starting the Docker engine; its log is " + log);
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(dockerd);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(log.toFile());
      builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
      Process process = builder.start();
      await(problem, process::isAlive, explain(log));
    } catch (IOException e) {
      throw new LabException("Cannot start dockerd: " + e.getMessage(), e);
    }
  }

  private static void await(
      Supplier<@Nullable String> problem, Supplier<Boolean> alive, Object hint) {
    Instant deadline = Instant.now().plus(START);
    while (true) {
      String now = problem.get();
      if (now == null) {
        return;
      }
      if (!alive.get() || Instant.now().isAfter(deadline)) {
        throw new LabException("The Docker engine did not start: " + now + ". " + hint);
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabException("Interrupted while the Docker engine started.", e);
      }
    }
  }

  /** An object whose text, made when it is needed, says what the log complains of. */
  private static Object explain(Path log) {
    return new Object() {
      @Override
      public String toString() {
        return reason(log);
      }
    };
  }

  /** What the end of {@code log} means and what to do about it. */
  static String reason(Path log) {
    List<String> lines;
    try {
      // After the one line that matters come many about an orderly shutdown.
      lines =
          Files.readAllLines(log).stream()
              .filter(line -> !line.contains("level=info") && !line.contains("level=debug"))
              .toList();
    } catch (IOException e) {
      return "Its log " + log + " cannot be read.";
    }
    String tail =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    String text = tail.toLowerCase(Locale.ROOT);
    String advice = "";
    if (text.contains("iptables") || text.contains("nf_tables")) {
      advice =
          "It cannot set up its network: this kernel or container lacks iptables (NAT). Run it on a"
              + " machine where `iptables -t nat -L` works, or try `update-alternatives --set iptables"
              + " /usr/sbin/iptables-legacy`.\n";
    } else if (text.contains("overlay") || text.contains("graphdriver")) {
      advice =
          "It cannot use its storage driver: set {\"storage-driver\": \"vfs\"} in"
              + " /etc/docker/daemon.json, at 300 MB a lab server.\n";
    } else if (text.contains("cgroup")) {
      advice = "Control groups are not mounted: install cgroupfs-mount, or mount /sys/fs/cgroup.\n";
    } else if (text.contains("permission denied") || text.contains("operation not permitted")) {
      advice =
          "It lacks rights that root of a real machine has; give DOCKER_HOST another engine.\n";
    }
    return advice + "The end of " + log + ":\n" + tail;
  }
}
