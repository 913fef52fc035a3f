package dev.holdfast.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.lab.LabServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** How many operations a platform does: those that do nothing, and those that run a command. */
final class OpsBench {
  /** The first ones compile what the later ones run. */
  private static final int WARM_UPS = 100;

  private final RestOperations operations;
  private final BareWorkflows bare;
  private final PlatformCpu cpu;
  private final List<LabServer> servers;
  private final Consumer<String> progress;

  OpsBench(
      RestOperations operations,
      BareWorkflows bare,
      PlatformCpu cpu,
      List<LabServer> servers,
      Consumer<String> progress) {
    this.operations = operations;
    this.bare = bare;
    this.cpu = cpu;
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * Both ways by turns, in one pair.
   *
   * @param operations that do nothing, a second
   * @param bare workflows of the SDK alone, a second
   */
  record Pair(double operations, double bare) {
    double ratio() {
      return operations / bare;
    }
  }

  /**
   * What was seen.
   *
   * @param reading commands that only read
   * @param cpuMillis of all processes of the platform meanwhile, for all of them
   */
  record Seen(List<Pair> pairs, RestOperations.Run reading, long cpuMillis) {
    Seen {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * @param inPair operations, and workflows, in each half of a pair
   * @param commands how many are run
   */
  Seen run(int pairs, int inPair, int commands) throws Exception {
    var _ = operations.run(WARM_UPS, this::doingNothing);
    var _ = operations.run(WARM_UPS, this::reading);
    var _ = bare.perSecond(WARM_UPS);
    List<Pair> seen = new ArrayList<>();
    for (int i = 1; i <= pairs; i++) {
      Pair pair =
          new Pair(operations.run(inPair, this::doingNothing).perSecond(), bare.perSecond(inPair));
      progress.accept(
          "pair %d of %d: %.1f operations a second, %.1f workflows of the SDK alone"
              .formatted(i, pairs, pair.operations(), pair.bare()));
      seen.add(pair);
    }
    long before = cpu.millis();
    RestOperations.Run reading = operations.run(commands, this::reading);
    return new Seen(seen, reading, cpu.millis() - before);
  }

  /** Goes the whole way but for the server: a dry run of a command. */
  private ObjectNode doingNothing(int n) {
    return reading(n).put("dryRun", true);
  }

  private ObjectNode reading(int n) {
    ObjectNode request =
        Json.object().put("type", "exec").put("selector", servers.get(n % servers.size()).name());
    request.putObject("input").put("readOnly", true).putArray("command").add("true");
    return request;
  }
}
