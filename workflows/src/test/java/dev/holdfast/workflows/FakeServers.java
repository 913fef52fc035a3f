package dev.holdfast.workflows;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Servers in memory: each has groups of changes left to make, and behaves as the test says. */
final class FakeServers implements ChangeActivities {
  static final Group ACCOUNTS = new Group("accounts", "Create accounts", 2, 0);
  static final Group SSHD = new Group("sshd", "Harden sshd", 1, 60);

  /** Every step that reached a server, as {@code server key generation}. */
  final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  final Map<String, Long> fences = new ConcurrentHashMap<>();
  final CountDownLatch applying = new CountDownLatch(1);

  private final Map<String, Map<String, Group>> left = new ConcurrentHashMap<>();
  private final Map<String, List<String>> refusals = new ConcurrentHashMap<>();
  private final Map<String, List<String>> ineffective = new ConcurrentHashMap<>();
  private final Map<String, ApplyOutcome> outcomes = new ConcurrentHashMap<>();
  private final Map<String, ApplicationFailure> failures = new ConcurrentHashMap<>();
  private final Map<String, ConfirmOutcome> confirmations = new ConcurrentHashMap<>();
  private final Map<String, Boolean> hanging = new ConcurrentHashMap<>();

  void settled(String server) {
    left.put(server, new LinkedHashMap<>());
  }

  void needs(String server, Group... groups) {
    Map<String, Group> byKey = new LinkedHashMap<>();
    for (Group group : groups) {
      byKey.put(group.key(), group);
    }
    left.put(server, Collections.synchronizedMap(byKey));
  }

  void refuses(String server, String why) {
    needs(server, SSHD);
    refusals.put(server, List.of(why));
  }

  /** The changes will be in place, and do not have their effect. */
  void lacksEffect(String server, String why) {
    ineffective.put(server, List.of(why));
  }

  void ends(String step, int exitCode) {
    outcomes.put(step, new ApplyOutcome(Result.FAILED, exitCode, List.of(), "so it was"));
  }

  /** What a step comes to, by {@code server key generation}. */
  void outcome(String step, Result result) {
    outcomes.put(
        step, new ApplyOutcome(result, result == Result.FAILED ? 7 : -1, List.of(), "so it was"));
  }

  void fails(String step, FailureType type, String message) {
    failures.put(step, ApplicationFailure.newNonRetryableFailure(message, type.name()));
  }

  void confirms(String step, ConfirmOutcome outcome) {
    confirmations.put(step, outcome);
  }

  /** The step runs until it is cancelled. */
  void hangs(String step) {
    hanging.put(step, true);
  }

  long count(String step) {
    return steps.stream().filter(step::equals).count();
  }

  @Override
  public PlanSummary plan(PlanRequest request) {
    String server = arrived(request.step());
    Map<String, Group> groups = left.get(server);
    if (groups == null) {
      throw ApplicationFailure.newNonRetryableFailure("no such server", "UNREACHABLE");
    }
    List<Group> now = new ArrayList<>(groups.values());
    return new PlanSummary(
        server,
        "sha256:" + server + now.hashCode(),
        now.stream().mapToInt(Group::changes).sum(),
        40,
        now,
        (request.step().key().equals("verify") ? ineffective : refusals)
            .getOrDefault(server, List.of()),
        null);
  }

  @Override
  public ApplyOutcome apply(GroupRequest request) {
    String server = arrived(request.step());
    fences.put(server, request.step().fencingToken());
    ApplyOutcome outcome = outcomes.get(name(request.step()));
    if (outcome != null) {
      return outcome;
    }
    if (!request.group().equals(SSHD.key())) {
      done(server, request.group());
    }
    return new ApplyOutcome(Result.APPLIED, 0, List.of(), "");
  }

  @Override
  public void prove(GroupRequest request) {
    arrived(request.step());
  }

  @Override
  public ConfirmOutcome confirm(GroupRequest request) {
    String server = arrived(request.step());
    ConfirmOutcome outcome =
        confirmations.getOrDefault(name(request.step()), ConfirmOutcome.CONFIRMED);
    if (outcome == ConfirmOutcome.CONFIRMED) {
      done(server, request.group());
    }
    return outcome;
  }

  @Override
  public ConfirmOutcome revert(GroupRequest request) {
    arrived(request.step());
    return ConfirmOutcome.REVERTED;
  }

  @Override
  public void close(CloseRequest request) {
    arrived(request.step());
  }

  private void done(String server, String group) {
    Objects.requireNonNull(left.get(server)).remove(group);
  }

  private String arrived(Step step) {
    steps.add(name(step));
    if (hanging.containsKey(name(step))) {
      hang();
    }
    ApplicationFailure failure = failures.get(name(step));
    if (failure != null) {
      throw failure;
    }
    return step.server();
  }

  private void hang() {
    applying.countDown();
    ActivityExecutionContext context = Activity.getExecutionContext();
    while (true) {
      try {
        context.heartbeat(null);
        Thread.sleep(50);
      } catch (ActivityCanceledException cancelled) {
        throw cancelled;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String name(Step step) {
    return step.server() + " " + step.key() + " " + step.generation();
  }

  /** The steps that reached each server, without the plans. */
  Map<String, List<String>> changesByServer() {
    Map<String, List<String>> byServer = new HashMap<>();
    synchronized (steps) {
      for (String step : steps) {
        String[] words = step.split(" ", 3);
        if (!words[1].startsWith("plan") && !words[1].equals("verify")) {
          byServer.computeIfAbsent(words[0], s -> new ArrayList<>()).add(words[1] + " " + words[2]);
        }
      }
    }
    return byServer;
  }
}
