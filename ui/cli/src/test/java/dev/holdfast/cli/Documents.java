package dev.holdfast.cli;

import org.jspecify.annotations.Nullable;

/** Documents as the API sends them. */
public final class Documents {
  public static final String PLAN_HASH = "sha256:" + "ab".repeat(32);

  private Documents() {}

  /** An operation on one server, web-1, in this state. */
  public static String operation(String state) {
    // A server itself is not paused: it is not started.
    String server = state.equals("paused") ? "queued" : state;
    return operation(state, onServer("web-1", server, 0, 0, null));
  }

  public static String operation(String state, String... servers) {
    int succeeded = count(servers, "succeeded");
    int failed = count(servers, "failed");
    int running = count(servers, "running");
    return """
    {"id":"op-01","type":"lockdown","kind":"change","result":"state","state":"%s",
     "priority":"normal","dryRun":false,"initiator":"admin","selector":"env=prod","planHash":"%s","error":null,
     "progress":{"total":%d,"queued":0,"running":%d,"succeeded":%d,"failed":%d,"skipped":0,"parked":0},
     "changes":%d,"unchanged":%d,"servers":[%s],"createdAt":"2026-01-01T10:00:00Z","startedAt":"2026-01-01T10:00:00Z",
     "endedAt":%s,"workflowId":"op-01","runId":"r","temporalUrl":"http://127.0.0.1:8080/x"}\
    """
        .formatted(
            state,
            PLAN_HASH,
            servers.length,
            running,
            succeeded,
            failed,
            sum(servers, "changes"),
            sum(servers, "unchanged"),
            String.join(",", servers),
            state.matches("succeeded|failed|cancelled") ? "\"2026-01-01T10:00:14Z\"" : "null");
  }

  /** The same document of an operation that makes no plan. */
  public static String planless(String operation, String type) {
    return operation.replace(
        "\"type\":\"lockdown\",\"kind\":\"change\",\"result\":\"state\"",
        "\"type\":\"%s\",\"kind\":\"run\",\"result\":\"%s\""
            .formatted(type, type.equals("exec") ? "output" : "state"));
  }

  public static String onServer(
      String name, String state, int changes, int unchanged, @Nullable String error) {
    return """
    {"name":"%s","state":"%s","changes":%d,"unchanged":%d,"planHash":null,"error":%s}\
    """
        .formatted(name, state, changes, unchanged, error == null ? "null" : "\"" + error + "\"");
  }

  public static String step(String server, String summary) {
    return """
    {"server":"%s","step":"apply/sshd","generation":1,"summary":"%s","state":"running","attempts":1,
     "worker":"w","error":null,"startedAt":"2026-01-01T10:00:00Z","endedAt":null}\
    """
        .formatted(server, summary);
  }

  /** The plan of web-1: one commit-confirmed change. */
  public static String plan() {
    return """
    {"operation":"op-01","planHash":"%s","servers":[{"server":"web-1","hash":"sha256:11",
     "createdAt":"2026-01-01T10:00:00Z","unchanged":41,"refusals":[],"groups":[
      {"key":"sshd","title":"Harden sshd","confirmWithinSeconds":60,"changes":[
       {"id":"sshd","action":"UPDATE","title":"Write 00-holdfast.conf","risk":"LOCK_OUT",
        "diff":"--- a/x\\n+++ b/x\\n@@ -1 +1,2 @@\\n context\\n-PermitRootLogin yes\\n+PermitRootLogin no\\u001b[2J\\n"}]}]}]}\
    """
        .formatted(PLAN_HASH);
  }

  public static String waiting() {
    return """
    {"id":"op-01","server":null,"type":"lockdown","selector":"env=prod","initiator":"admin",
     "planHash":"%s","servers":1,"changes":1,"since":"2026-01-01T10:00:00Z"}\
    """
        .formatted(PLAN_HASH);
  }

  private static int sum(String[] servers, String field) {
    int sum = 0;
    for (String server : servers) {
      sum += Json.number(Json.parse(server), field);
    }
    return sum;
  }

  private static int count(String[] servers, String state) {
    int count = 0;
    for (String server : servers) {
      count += server.contains("\"state\":\"" + state + "\"") ? 1 : 0;
    }
    return count;
  }
}
