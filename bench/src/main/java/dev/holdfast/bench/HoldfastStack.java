package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.demo.lab.ApiServerRegistry;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The stack by the command line of a running platform; closing it makes the platform forget the
 * servers.
 */
final class HoldfastStack implements StackDeployer {
  private static final String LABEL = "holdfast-bench";
  private static final String SELECTOR = LABEL + "=stacks";

  private final CliProcess cli;
  private final List<LabServer> servers;
  private final String image;
  private final ApiServerRegistry registry;
  private final BenchDirectory directory = BenchDirectory.make();
  private final String template;
  private Duration operation = Duration.ZERO;

  /**
   * @param servers by names that nobody else has on this platform
   * @param image its id on all of them
   */
  HoldfastStack(ApiClient api, CliProcess cli, List<LabServer> servers, String image)
      throws IOException {
    this.cli = cli;
    this.servers = servers;
    this.image = image;
    this.registry = new ApiServerRegistry(api);
    this.template = Files.readString(directory.copy("stack.yaml"));
    servers.forEach(server -> registry.register(server, Map.of(LABEL, "stacks")));
  }

  @Override
  public String name() {
    return "cli";
  }

  /** How long the operation of the last command was, from the request to its end. */
  Duration operation() {
    return operation;
  }

  @Override
  public void deploy(String release) throws Exception {
    Path file =
        directory.write("bench.yaml", template.replace("IMAGE", image).replace("VERSION", release));
    run("stack", "deploy", file.toString(), SELECTOR);
  }

  @Override
  public void rollBack(String before) throws Exception {
    run("stack", "rollback", "bench", SELECTOR);
  }

  @Override
  public void remove() throws Exception {
    run("stack", "remove", "bench", SELECTOR, "--volumes");
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--approve", "--follow", "-o", "json"));
    line.addAll(List.of("--concurrency", Integer.toString(servers.size())));
    line.addAll(List.of("--idempotency-key", Measurement.key()));
    JsonNode ended = Json.parse(cli.run(line));
    operation =
        Duration.between(
            Instant.parse(Json.text(ended, "createdAt")),
            Instant.parse(Json.text(ended, "endedAt")));
  }

  @Override
  public void close() {
    servers.forEach(server -> registry.unregister(server.name()));
    directory.close();
  }
}
