package dev.holdfast.schemas.step;

/**
 * One step of an operation on one server.
 *
 * @param operation {@code op-…}
 * @param server the server's name
 * @param key names the step within the operation on that server, such as {@code apply/sshd}
 * @param generation one genuine attempt, from 1; deliveries of the same generation have one effect
 * @param fencingToken what the lease was granted with; 0 for a step that changes nothing
 * @param summary what a person reads
 */
public record Step(
    String operation,
    String server,
    String key,
    int generation,
    long fencingToken,
    String summary) {

  /** More than one attempt at a server has: those of the next attempt come after them. */
  public static final int GENERATIONS = 1000;

  public Step {
    if (generation < 1) {
      throw new IllegalArgumentException("generation: starts at 1");
    }
  }
}
