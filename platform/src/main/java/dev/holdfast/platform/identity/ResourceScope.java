package dev.holdfast.platform.identity;

import dev.holdfast.schemas.server.Server;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What somebody wants to do something to. */
public sealed interface ResourceScope {
  /** The platform as a whole, and what decides about everybody: no scope is enough but all. */
  record Platform() implements ResourceScope {}

  /** Something that has nothing to do with servers, or a list that shows only what may be seen. */
  record Unscoped() implements ResourceScope {}

  /** These servers, each of them. */
  record Servers(List<Target> targets) implements ResourceScope {
    public Servers {
      targets = List.copyOf(targets);
    }

    public static Servers of(Collection<Server> servers) {
      return new Servers(servers.stream().map(Target::of).toList());
    }
  }

  /** An operation: all its servers, and whoever started it. */
  record Operation(String initiator, List<Target> targets) implements ResourceScope {
    public Operation {
      targets = List.copyOf(targets);
    }
  }

  /**
   * A server as far as scopes know it.
   *
   * @param known whether it is registered; one that is not is in no scope but all
   */
  record Target(String name, Map<String, String> labels, boolean known) {
    public static Target of(Server server) {
      return new Target(server.name(), server.labels(), true);
    }

    public static Target unknown(String name) {
      return new Target(name, Map.of(), false);
    }
  }
}
