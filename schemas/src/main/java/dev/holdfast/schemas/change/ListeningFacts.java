package dev.holdfast.schemas.change;

import java.util.List;

/** What listens on the ports of a server: processes, and containers that publish them. */
public record ListeningFacts(List<Listener> listeners) {
  /** The name of the fact. */
  public static final String ALL = "ports:all";

  public ListeningFacts {
    listeners = List.copyOf(listeners);
  }

  /**
   * @param protocol {@code tcp} or {@code udp}
   * @param address such as {@code 0.0.0.0}, {@code ::} or {@code *}
   * @param container the container's name; empty for a process
   * @param process its name; empty where it is not known
   */
  public record Listener(
      String protocol, String address, int port, String container, String process) {

    /** Who it is, for a person. */
    public String words() {
      if (!container.isEmpty()) {
        return "the container " + container;
      }
      return process.isEmpty() ? "another process" : "the process " + process;
    }
  }
}
