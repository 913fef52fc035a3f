package dev.holdfast.standalone.selftest;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of the operation whose worker was killed.
 *
 * @param killed the worker, {@code PID@HOST}
 * @param continuedBy the worker that took over; empty if it was not seen at it
 * @param seconds from the kill to the operation's end
 * @param state of the operation
 * @param lines what the command has written, each time that it was started and that it ended
 * @param free whether the server took another change afterwards
 */
record CrashReport(
    String server,
    String operation,
    String killed,
    String continuedBy,
    double seconds,
    String state,
    List<String> lines,
    boolean free) {
  /** What one start of the command writes. */
  static final List<String> ONCE = List.of("started", "ended");

  CrashReport {
    lines = List.copyOf(lines);
  }

  private boolean once() {
    return lines.equals(ONCE);
  }

  boolean passed() {
    return state.equals("succeeded") && once() && free;
  }

  int print(Output output) {
    ObjectNode document =
        Json.object()
            .put("passed", passed())
            .put("server", server)
            .put("operation", operation)
            .put("killedWorker", killed)
            .put("continuedBy", continuedBy.isEmpty() ? null : continuedBy)
            .put("secondsFromKillToEnd", seconds)
            .put("state", state)
            .put("starts", count("started"))
            .put("ends", count("ended"))
            .put("leaseReleased", free);
    output.document(document);
    return exitCode();
  }

  int tell(Output output) {
    check(
        output,
        state.equals("succeeded"),
        "the operation %s %.0f s after the kill%s"
            .formatted(
                state, seconds, continuedBy.isEmpty() ? "" : ", continued by " + continuedBy));
    check(
        output,
        once(),
        once()
            ? "the command was started once, and ran to its end"
            : "the command was started %d times and ended %d times, where once is right"
                .formatted(count("started"), count("ended")));
    check(
        output,
        free,
        free ? "the server's lease is free again" : "the server does not take another change");
    output.line(passed() ? "This installation recovers." : "This installation did not recover.");
    return exitCode();
  }

  private static void check(Output output, boolean so, String what) {
    output.line(
        (so ? output.style().good("✓") : output.style().bad("✗")) + " " + Printable.line(what));
  }

  private int count(String line) {
    return (int) lines.stream().filter(line::equals).count();
  }

  private int exitCode() {
    return (passed() ? ExitCode.DONE : ExitCode.FAILED).code();
  }
}
