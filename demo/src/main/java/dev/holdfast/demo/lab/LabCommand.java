package dev.holdfast.demo.lab;

import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabException;
import dev.holdfast.lab.LabProgress;
import dev.holdfast.lab.LabServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab up}, {@code lab list}, {@code lab down}. */
@Command(
    name = "lab",
    header = "Real Debian servers in containers, to try things on.",
    description =
        "%nEach server is a bare Debian 12 with systemd and sshd, published on 127.0.0.1 only.",
    mixinStandardHelpOptions = true)
public final class LabCommand implements Runnable {

  private static final int FAILED = 1;
  private static final int MOST_SERVERS = 50;
  private static final Map<String, String> LABELS = Map.of("lab", "true");
  private static final Map<String, String> DOCKER_LABELS = Map.of("lab", "true", "docker", "true");

  private final Path home;
  private final Supplier<ServerRegistry> registry;

  @Spec private @Nullable CommandSpec spec;

  /**
   * The command for the lab of {@code home}.
   *
   * @param registry finds the running platform, or fails in the CLI's own way
   */
  public LabCommand(Path home, Supplier<ServerRegistry> registry) {
    this.home = home;
    this.registry = registry;
  }

  @Override
  public void run() {
    CommandLine line = spec().commandLine();
    line.usage(out());
    out().flush();
  }

  @Command(
      name = "up",
      header = "Bring up lab servers and register them; those that there are, are kept.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./holdfast lab up --servers 5",
        "  ./holdfast lab up --docker --servers 1",
        "  ./holdfast exec lab=true --read-only -- uptime"
      },
      mixinStandardHelpOptions = true)
  int up(
      @Option(
              names = "--servers",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many: lab-1 to lab-N (default: ${DEFAULT-VALUE}).")
          int servers,
      @Option(
              names = "--docker",
              description =
                  "Servers with a Docker engine of their own: docker-1 to docker-N, label docker=true.")
          boolean docker,
      @Option(names = "--yes", description = "Install and start Docker here if there is none.")
          boolean yes,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FORMAT",
              defaultValue = "text",
              description = "text for people, json for programs (default: text).")
          LabFormat format) {
    if (servers < 1 || servers > MOST_SERVERS) {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec().subcommands().get("up")),
          "--servers: give a number from 1 to %d, not %d".formatted(MOST_SERVERS, servers));
    }
    // First of all, for without a platform there is no use in building servers for minutes.
    ServerRegistry platform = registry.get();
    return told(() -> {
      try (DockerEngine engine = DockerEngine.connect(home, Consent.of(yes), progress())) {
        Lab lab = Lab.of(home, engine, progress());
        List<LabServer> all = docker ? lab.upWithDocker(servers) : lab.up(servers);
        all.forEach(server -> platform.register(server, docker ? DOCKER_LABELS : LABELS));
        progress()
            .line(
                "Registered with the platform, %s."
                    .formatted(docker ? "labels lab=true, docker=true" : "label lab=true"));
        format.print(all, out());
      }
      return 0;
    });
  }

  @Command(
      name = "list",
      header = "List the lab servers.",
      footerHeading = "%nExamples:%n",
      footer = {"  ./holdfast lab list", "  ./holdfast lab list -o json"},
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FORMAT",
              defaultValue = "text",
              description = "text for people, json for programs (default: text).")
          LabFormat format) {
    return told(() -> {
      format.print(ifRunning(Lab::list), out());
      return 0;
    });
  }

  @Command(
      name = "down",
      header = "Remove the lab servers, all that is on them, and their registration.",
      footerHeading = "%nExamples:%n",
      footer = "  ./holdfast lab down",
      mixinStandardHelpOptions = true)
  int down() {
    return told(() -> {
      List<String> removed = ifRunning(this::remove);
      progress()
          .line(
              removed.isEmpty()
                  ? "There are no lab servers."
                  : "Removed " + String.join(", ", removed) + ".");
      return 0;
    });
  }

  /** Forgets first: what is killed in between finds the same servers again and ends its work. */
  private List<String> remove(Lab lab) {
    List<LabServer> all = lab.list();
    if (all.isEmpty()) {
      return List.of();
    }
    try {
      ServerRegistry platform = registry.get();
      all.forEach(server -> platform.unregister(server.name()));
    } catch (RuntimeException e) {
      // The containers go all the same; what is left to do is then said by the failure.
      List<String> removed = lab.down();
      progress()
          .line(
              "Removed %s, but the platform still has them: ./holdfast server remove NAME"
                  .formatted(String.join(", ", removed)));
      throw e;
    }
    return lab.down();
  }

  private <T> List<T> ifRunning(Function<Lab, List<T>> question) {
    Optional<DockerEngine> running = DockerEngine.running(progress());
    if (running.isEmpty()) {
      progress().line("No Docker engine is running here, so no lab server is.");
      return List.of();
    }
    try (DockerEngine engine = running.get()) {
      return question.apply(Lab.of(home, engine, progress()));
    }
  }

  private int told(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (LabException e) {
      err().println("error: " + e.getMessage());
      err().flush();
      return FAILED;
    }
  }

  private LabProgress progress() {
    return line -> {
      synchronized (this) {
        err().println(line);
        err().flush();
      }
    };
  }

  private PrintWriter out() {
    return spec().root().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().root().commandLine().getErr();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
