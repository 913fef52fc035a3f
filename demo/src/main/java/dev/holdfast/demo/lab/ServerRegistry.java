package dev.holdfast.demo.lab;

import dev.holdfast.lab.LabServer;
import java.util.Map;

/** The platform's list of servers, as far as the lab writes to it. */
public interface ServerRegistry {

  /**
   * Makes the platform know {@code server} by its name with exactly this address, user, key, host
   * keys (pinned, for they were read over a trusted path) and these labels, whether it knew it
   * before or not.
   */
  void register(LabServer server, Map<String, String> labels);

  /** Makes the platform forget the server {@code name}; does nothing if it does not know it. */
  void unregister(String name);
}
