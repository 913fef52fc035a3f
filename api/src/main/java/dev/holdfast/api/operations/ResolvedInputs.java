package dev.holdfast.api.operations;

import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.operation.ServerInput;
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
