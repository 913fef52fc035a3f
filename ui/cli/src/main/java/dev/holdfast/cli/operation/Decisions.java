package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists what waits for a decision, and decides. */
final class Decisions {
  private static final int MOST = 10_000;
  private static final int SHORTEST_HASH = 12;
  private final ApiClient api;
  private final OperationsApi operations;
  private final Output output;

  Decisions(ApiClient api, Output output) {
    this.api = api;
    this.operations = new OperationsApi(api);
    this.output = output;
  }

  int list() {
    List<JsonNode> waiting = Pages.read(api, "/approvals", MOST);
    if (output.json()) {
      output.document(Json.of(waiting));
      return ExitCode.DONE.code();
    }
    if (waiting.isEmpty()) {
      output.message("Nothing waits for a decision.");
      return ExitCode.DONE.code();
    }
    Table table = new Table("ID", "OPERATION", "SERVERS", "CHANGES", "BY", "SINCE");
    List<PendingApproval> pending = waiting.stream().map(PendingApproval::of).toList();
    for (PendingApproval p : pending) {
      table.row(
          p.id(),
          p.type(),
          p.server().isEmpty() ? Phrases.fit(p.selector(), 24) : p.server(),
          Integer.toString(p.changes()),
          p.initiator(),
          Phrases.time(p.since(), ZoneId.systemDefault()));
    }
    output.table(table);
    pending.stream()
        .filter(p -> !p.missing().isEmpty())
        .forEach(p -> {
          output.message("");
          String what = p.server().isEmpty() ? p.id() : p.id() + " on " + p.server();
          p.missing().forEach(line -> output.message(what + ": " + line));
        });
    output.message("");
    output.message("Look:     " + pending.getFirst().lookCommand());
    output.message("Approve:  " + pending.getFirst().approveCommand());
    return ExitCode.DONE.code();
  }

  int approve(String id, String planHash, boolean following) {
    PendingApproval approval = ShortId.with(api, id, whole -> waiting(whole, planHash));
    List<String> missing = operations.approve(approval, following);
    if (missing.isEmpty() || output.json()) {
      return tell(approval.id(), "Approved");
    }
    output.message("Your approval counts; it waits for more.");
    missing.forEach(output::message);
    return ExitCode.DONE.code();
  }

  int reject(String id, @Nullable String planHash, String reason) {
    PendingApproval approval = ShortId.with(api, id, whole -> waiting(whole, planHash));
    operations.reject(approval, reason);
    return tell(approval.id(), "Rejected");
  }

  private int tell(String id, String what) {
    if (output.json()) {
      output.document(operations.get(id).document());
    } else {
      output.message(what + ". Watch it: " + Follower.rejoin(id));
    }
    return ExitCode.DONE.code();
  }

  /** A hash may be shortened, but not to so little that another plan could begin like it. */
  private static boolean begins(String hash, String typed) {
    String digits = typed.replaceFirst("^sha256:", "");
    return hash.equals(typed)
        || (digits.length() >= SHORTEST_HASH && hash.startsWith("sha256:" + digits));
  }

  private PendingApproval waiting(String id, @Nullable String planHash) {
    List<PendingApproval> pending = operations.pendingApprovals(id);
    if (pending.isEmpty()) {
      String state = operations.get(id).state();
      throw new Failure(
          ExitCode.FAILED,
          id + " waits for no decision: it is " + state,
          HoldfastCommand.PROGRAM + " ops show " + id);
    }
    return pending.stream()
        .filter(p -> planHash == null || begins(p.planHash(), planHash))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.REFUSED,
                "the plan that waits is another one: " + pending.getFirst().planHash(),
                HoldfastCommand.PROGRAM + " ops plan " + id + " shows it"));
  }
}
