package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.operation.ServerInput;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.WorkHash;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * With which input an operation runs on each of its servers.
 *
 * @param common as JSON, of the operation as a whole
 * @param servers in their order
 */
record ResolvedInputs(String common, List<OnServer> servers) {
  ResolvedInputs {
    servers = List.copyOf(servers);
  }

  /**
   * @param json the whole input
   */
  record OnServer(Server server, String json, @Nullable InputOrigin origin) {}

  /** The servers of each different input. */
  Map<String, List<Server>> distinct() {
    Map<String, List<Server>> distinct = new LinkedHashMap<>();
    servers.forEach(
        on -> distinct.computeIfAbsent(on.json(), _ -> new ArrayList<>()).add(on.server()));
    return distinct;
  }

  /** The hash of what an operation without a plan does with these, for whoever approves it. */
  String hash(OperationType type, @Nullable FleetConditions conditions) {
    List<HealthGate> gates = conditions == null ? null : conditions.gates();
    Map<String, String> hashes = new TreeMap<>();
    for (OnServer on : servers) {
      Map<String, Object> input =
          JsonPayloads.read(on.json(), new TypeReference<Map<String, Object>>() {});
      hashes.put(on.server().name(), WorkHash.of(type.name(), on.server().name(), input, gates));
    }
    return PlanHash.of(hashes);
  }

  /** What has to be stored beside the input of the whole, by server. */
  Map<String, ServerInput> own() {
    Map<String, ServerInput> own = new TreeMap<>();
    for (OnServer on : servers) {
      if (on.origin() != null || !on.json().equals(common)) {
        own.put(on.server().name(), new ServerInput(on.json(), on.origin()));
      }
    }
    return own;
  }
}
