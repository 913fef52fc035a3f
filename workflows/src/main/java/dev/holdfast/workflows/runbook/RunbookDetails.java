package dev.holdfast.workflows.runbook;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** What the Temporal Web UI shows of a runbook while it runs, in Markdown. */
final class RunbookDetails {
  private final List<String> done = new ArrayList<>();
  private String now = "";

  void now(String what) {
    now = what;
    Workflow.setCurrentDetails(text());
  }

  void done(String what) {
    done.add(what);
    Workflow.setCurrentDetails(text());
  }

  String text() {
    var text = new StringBuilder();
    done.forEach(line -> text.append("- [x] ").append(line).append('\n'));
    return text.append("\n**").append(now).append("**\n").toString();
  }
}
