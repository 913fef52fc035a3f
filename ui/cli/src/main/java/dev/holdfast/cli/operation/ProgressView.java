package dev.holdfast.cli.operation;

import java.util.List;
import java.util.Map;

/** Shows how far an operation is, while it goes on. */
interface ProgressView {

  /**
   * Shows the newest state.
   *
   * @param steps what is being done now, by server
   * @param obstacles what keeps it from going on, a line each
   */
  void show(Operation operation, Map<String, String> steps, List<String> obstacles);

  /** Shows that time has passed. */
  void tick();

  /** Says something that is not about a server, such as that the platform is away. */
  void note(String text);

  /** Leaves the screen to others, until the next {@link #show}. */
  void yieldScreen();
}
