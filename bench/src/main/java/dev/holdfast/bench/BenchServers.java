package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.demo.lab.ApiServerRegistry;
import dev.holdfast.lab.LabServer;
import java.util.List;
import java.util.Map;

/**
 * Lab servers that a running platform knows for as long as something is measured on them, by names
 * that nobody else has on it; closing this makes it forget them.
 */
final class BenchServers implements AutoCloseable {
  private static final String LABEL = "holdfast-bench";

  private final ApiServerRegistry registry;
  private final List<LabServer> servers;

  /**
   * @param what is measured: in front of their names, and the value of their label
   */
  BenchServers(ApiClient api, String what, List<LabServer> lab) {
    this.registry = new ApiServerRegistry(api);
    this.servers = lab.stream().map(server -> server.renamed(what + "-" + server.name())).toList();
    servers.forEach(server -> registry.register(server, Map.of(LABEL, what)));
  }

  /** By the names that the platform has for them. */
  List<LabServer> servers() {
    return servers;
  }

  @Override
  public void close() {
    servers.forEach(server -> registry.unregister(server.name()));
  }
}
