package dev.holdfast.cli.operation;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows a plan that waits for approval and, on a terminal, asks; the default is no. */
final class ApprovalPrompt {
  /** The API's code where an approval rule counts it not. */
  private static final String RULE = "approval-rule";

  private static final Set<String> FOLLOWING = Set.of("f", "following");

  private final OperationsApi operations;
  private final Output output;
  private final boolean person;
  private final BufferedReader answers;
  private final Set<String> offered = new HashSet<>();

  ApprovalPrompt(OperationsApi operations, Output output, Surroundings surroundings) {
    this.operations = operations;
    this.output = output;
    this.person = output.terminal().input() && output.terminal().error();
    this.answers =
        new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8));
  }

  /**
   * Offers each plan once.
   *
   * @throws Failure if the person wants to decide later
   */
  void offer(Operation operation, ProgressView view) {
    offer(operation, view::yieldScreen);
  }

  /**
   * The same.
   *
   * @param yieldScreen is run before anything is said
   */
  void offer(Operation operation, Runnable yieldScreen) {
    List<PendingApproval> pending = operations.pendingApprovals(operation.id());
    for (PendingApproval approval : pending) {
      if (!offered.add(approval.server() + approval.planHash())) {
        continue;
      }
      yieldScreen.run();
      if (person) {
        ask(operation, approval);
      } else {
        output.message(
            operation.question().isEmpty()
                ? approval.subject()
                    + " waits for approval. See it: "
                    + HoldfastCommand.PROGRAM
                    + " ops plan "
                    + operation.id()
                : "It waits for somebody to agree: " + operation.question());
        output.message("Approve it: " + approval.approveCommand());
        if (approval.ofRunbook()) {
          output.message("With what follows from it: the same with --following");
        }
        approval.missing().forEach(output::message);
      }
    }
  }

  private void ask(Operation operation, PendingApproval approval) {
    if (operation.question().isEmpty()) {
      PlanView.lines(operations.plan(operation.id()), output.messageStyle(), false)
          .forEach(output::message);
    } else {
      output.message("The runbook asks: " + operation.question());
    }
    approval.missing().forEach(output::message);
    output.raw(
        "\n"
            + (!operation.question().isEmpty()
                ? "Agree?"
                : approval.withoutPlan() ? "Approve this?" : "Approve this plan?")
            + (approval.ofRunbook() ? " [y]es, yes and what [f]ollows from it," : " [y]es,")
            + " [r]eject, or Enter to decide later: ");
    switch (answer().toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> approve(approval, false);
      case String answer when approval.ofRunbook() && FOLLOWING.contains(answer) ->
          approve(approval, true);
      case "r", "reject" -> {
        output.raw("Why? ");
        String reason = answer();
        operations.reject(approval, reason.isEmpty() ? "rejected at the terminal" : reason);
        output.message("Rejected; nothing is changed.");
      }
      default ->
          throw new Failure(
              ExitCode.CANCELLED,
              "not approved; the operation waits and nothing is changed",
              List.of(
                  "approve it:      " + approval.approveCommand(),
                  "give it up:      " + HoldfastCommand.PROGRAM + " ops cancel " + operation.id(),
                  "watch it again:  " + Follower.rejoin(operation.id())),
              null);
    }
  }

  /** Whose approval does not count can watch the operation all the same. */
  private void approve(PendingApproval approval, boolean following) {
    try {
      List<String> missing = operations.approve(approval, following);
      output.message(missing.isEmpty() ? "Approved." : "Your approval counts; it waits for more.");
      missing.forEach(output::message);
    } catch (Failure e) {
      if (!RULE.equals(e.code())) {
        throw e;
      }
      output.message(String.valueOf(e.getMessage()));
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }
}
