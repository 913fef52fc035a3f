package dev.holdfast.workflows.containers;

/** What is said where somebody wants to change a container that is in quarantine. */
final class Quarantined {
  private Quarantined() {}

  static String refusal(String container, String reason, String server) {
    return "nothing was changed: %s is in quarantine (%s); release it first: ./holdfast containers release %s %s"
        .formatted(container, reason, server, container);
  }
}
