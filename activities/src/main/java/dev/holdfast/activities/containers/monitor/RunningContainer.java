package dev.holdfast.activities.containers.monitor;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that runs.
 *
 * @param pid of its first process, as the server counts them
 * @param restarts how often the engine has restarted it by itself
 * @param health as its own check says; null where it has none
 */
record RunningContainer(
    String id,
    String name,
    long pid,
    int restarts,
    @Nullable String health,
    Network network,
    List<Attachment> attachments) {
  RunningContainer {
    attachments = List.copyOf(attachments);
  }

  /** Whose network it has. */
  enum Network {
    OWN,
    SERVER,
    ANOTHER_CONTAINER;

    static Network of(@Nullable String mode) {
      if (mode == null) {
        return OWN;
      }
      if (mode.equals("host")) {
        return SERVER;
      }
      return mode.startsWith("container:") ? ANOTHER_CONTAINER : OWN;
    }
  }

  /**
   * Its place in a network.
   *
   * @param bits of the address that name the network
   * @param gateway the server's own address there; null where it has none
   */
  record Attachment(InetAddress address, int bits, @Nullable InetAddress gateway) {}
}
