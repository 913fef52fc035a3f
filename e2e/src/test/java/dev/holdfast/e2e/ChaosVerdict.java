package dev.holdfast.e2e;

import dev.holdfast.e2e.ChaosOperation.Kind;
import dev.holdfast.e2e.ChaosRun.Ended;
import dev.holdfast.e2e.ChaosTroubles.Caused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what operations say of themselves against what is on the servers. */
final class ChaosVerdict {
  private static final Set<String> DONE = Set.of("succeeded", "unchanged");

  private static final Pattern UNREACHED = Pattern.compile("cannot be reached|is not tried");
  private static final Pattern HALF_MADE = Pattern.compile("\\bcu(\\d+) loses access");

  private final List<Caused> troubles;
  private final Map<String, ChaosEffects> effects;
  private final List<Ended> all;

  /**
   * @param effects by server
   * @param all that were under way
   */
  ChaosVerdict(List<Caused> troubles, Map<String, ChaosEffects> effects, List<Ended> all) {
    this.all = List.copyOf(all);
    this.troubles = List.copyOf(troubles);
    this.effects = Map.copyOf(effects);
  }

  /** What is wrong with an operation, for people; empty where nothing is. */
  List<String> problems(Ended ended) {
    List<String> problems = new ArrayList<>(ended.problems());
    for (String server : ended.operation().servers()) {
      List<String> found = new ArrayList<>();
      onServer(ended, server, found);
      found.forEach(problem -> problems.add(server + ": " + problem));
    }
    return problems;
  }

  private void onServer(Ended ended, String server, List<String> problems) {
    String state = ended.state(server);
    ended(ended, server, state, problems);
    ChaosEffects seen = effects.get(server);
    if (seen == null) {
      problems.add("nobody has looked at it");
      return;
    }
    int number = ended.operation().number();
    Kind kind = ended.operation().kind();
    if (kind.hasEffects()) {
      command(kind, state, seen.begun(number), seen.ended(number), problems);
    }
    switch (kind) {
      case COPY -> {
        if (DONE.contains(state) && !seen.copied(number)) {
          problems.add("%s, but the copy is not there".formatted(state));
        }
      }
      case SET_UP, SET_UP_AND_UNDO -> setUp(ended, server, seen.parts(number), problems);
      case READ, COMMAND, FAILING_COMMAND, LOCKDOWN_PLAN, LOCKDOWN, RUNBOOK -> {}
    }
  }

  /** An honest end, and one that may be. */
  private void ended(Ended ended, String server, String state, List<String> problems) {
    boolean troubled = hit(ended, server, false);
    boolean may =
        switch (state) {
          case "succeeded", "unchanged" -> ended.operation().kind() != Kind.FAILING_COMMAND;
          case "interrupted" -> hit(ended, server, true);
          case "unreachable" -> troubled;
          case "failed" ->
              switch (ended.operation().kind()) {
                case FAILING_COMMAND -> true;
                // One of its steps could not reach the server.
                case RUNBOOK -> troubled && UNREACHED.matcher(ended.error(server)).find();
                case LOCKDOWN, LOCKDOWN_PLAN -> locksOutHalfMade(ended, server);
                default -> false;
              };
          // One failed, and no further one was begun.
          case "skipped", "cancelled" ->
              ended.operation().servers().stream()
                  .anyMatch(other -> !DONE.contains(ended.state(other)) && !other.equals(server));
          case "undone" -> ended.undo() != null || !allDone(ended);
          // A runbook has its steps' states, and none of its servers.
          case "" -> ended.operation().kind() == Kind.RUNBOOK;
          default -> false;
        };
    if (!may) {
      problems.add("has ended as '%s'".formatted(state));
    }
  }

  /** Planned while another operation made an account, which has no key yet or none any more. */
  private boolean locksOutHalfMade(Ended ended, String server) {
    Matcher account = HALF_MADE.matcher(ended.error(server));
    if (!account.find()) {
      return false;
    }
    int number = Integer.parseInt(account.group(1));
    return all.stream()
        .filter(other -> other.operation().number() == number)
        .anyMatch(other ->
            !other.began().isAfter(ended.ended()) && !other.ended().isBefore(ended.began()));
  }

  private static boolean allDone(Ended ended) {
    return ended.operation().servers().stream()
        .allMatch(server -> DONE.contains(ended.state(server)));
  }

  private static void command(
      Kind kind, String state, long begun, long end, List<String> problems) {
    boolean certain =
        DONE.contains(state) || (kind == Kind.FAILING_COMMAND && state.equals("failed"));
    if (begun > 1 || end > 1 || (certain && (begun != 1 || end != 1))) {
      problems.add("%s, and its command began %d and ended %d times".formatted(state, begun, end));
    }
    if (state.equals("skipped") && begun > 0) {
      problems.add("skipped, but its command has begun");
    }
  }

  private static void setUp(Ended ended, String server, long parts, List<String> problems) {
    String state = ended.state(server);
    boolean undone = ended.undo() != null && DONE.contains(Ended.state(ended.undo(), server));
    boolean right =
        undone
            ? parts == 0
            : DONE.contains(state)
                ? parts == ChaosEffects.PARTS
                : parts == 0 || parts == ChaosEffects.PARTS;
    if (!right) {
      problems.add(
          "%s%s, and %d of the %d parts are there"
              .formatted(state, undone ? " and undone" : "", parts, ChaosEffects.PARTS));
    }
  }

  /** Whether the server had trouble while the operation was under way. */
  private boolean hit(Ended ended, String server, boolean killed) {
    return troubles.stream()
        .filter(trouble -> server.equals(trouble.server()))
        .filter(trouble -> !killed || trouble.killed())
        .anyMatch(trouble -> trouble.hit(ended.began(), ended.ended()));
  }
}
