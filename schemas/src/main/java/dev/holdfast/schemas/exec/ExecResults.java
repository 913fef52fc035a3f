package dev.holdfast.schemas.exec;

import dev.holdfast.schemas.exec.ExecInput.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of the parts of a command on one server, one after the other. */
public final class ExecResults {
  private final List<Part> parts;
  private final List<Result> results = new ArrayList<>();
  private @Nullable Map<String, Object> afterwards;

  private record Result(Part part, ExecOutcome outcome, int attempt, int generation) {}

  /**
   * @param parts that are to be run
   */
  public ExecResults(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Takes the outcome of the next part.
   *
   * @param attempt the so manieth, from 1
   * @param generation under which its output is kept
   * @return whether the part after it is to be run
   */
  public boolean add(ExecOutcome outcome, int attempt, int generation) {
    results.add(new Result(parts.get(results.size()), outcome, attempt, generation));
    return outcome.error() == null;
  }

  /** Whether the last part has failed, and is known to have ended. */
  public boolean failed() {
    return error() != null && !interrupted();
  }

  /** Takes the outcome of what was run because a part has failed. */
  public void afterFailure(ExecOutcome outcome, int generation) {
    afterwards = outcome.facts(1, generation);
    if (outcome.error() != null) {
      afterwards.put("error", outcome.error());
    }
  }

  /** What was to be run because a part has failed came to no outcome. */
  public void afterFailure(String why) {
    afterwards = new LinkedHashMap<>(Map.of("error", why));
  }

  /** What went wrong with the last part, for people; null where nothing did. */
  public @Nullable String error() {
    String error = results.getLast().outcome().error();
    return error == null ? null : of(results.size(), error);
  }

  /** Whether nobody knows how far the last part came. */
  public boolean interrupted() {
    return results.getLast().outcome().interrupted();
  }

  /** Why the part after the last came to no outcome, for people. */
  public String error(String why) {
    return of(results.size() + 1, why);
  }

  private String of(int part, String error) {
    return parts.size() == 1 ? error : "command %d of %d: %s".formatted(part, parts.size(), error);
  }

  /** What the operation tells of it, for clients; null where no part came to an outcome. */
  public @Nullable Map<String, Object> facts() {
    if (results.isEmpty()) {
      return null;
    }
    Result last = results.getLast();
    Map<String, Object> facts = last.outcome().facts(last.attempt(), last.generation());
    if (afterwards != null) {
      facts.put("onFailure", afterwards);
    }
    if (parts.size() == 1) {
      return facts;
    }
    facts.remove("generation");
    facts.remove("attempts");
    if (last.outcome().error() == null && results.size() < parts.size()) {
      // Nobody knows how the one after it ended.
      facts.remove("exitCode");
    }
    facts.put("stdoutBytes", results.stream().mapToLong(r -> r.outcome().stdoutBytes()).sum());
    facts.put("stderrBytes", results.stream().mapToLong(r -> r.outcome().stderrBytes()).sum());
    facts.put("results", results.stream().map(ExecResults::of).toList());
    return facts;
  }

  private static Map<String, Object> of(Result result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("step", result.part().key());
    facts.putAll(result.outcome().facts(result.attempt(), result.generation()));
    return facts;
  }
}
