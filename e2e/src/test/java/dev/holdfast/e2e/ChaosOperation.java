package dev.holdfast.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.standalone.home.HomeJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One of the operations that are run while everything is killed.
 *
 * @param number by which its effects are known on the servers
 * @param request the body that starts it
 */
record ChaosOperation(int number, Kind kind, List<String> servers, ObjectNode request) {
  /** The runbook that {@link Kind#RUNBOOK} runs. */
  static final String RUNBOOK =
      """
      name: chaos
      title: Do one thing and look at two others
      inputs:
        number: {type: string, description: By which the effect is known.}
      steps:
        - id: act
          operation: exec
          input:
            env: {N: "${inputs.number}"}
            shell: 'echo "$N begin" >>EFFECTS; sleep 0.5; echo "$N end" >>EFFECTS'
        - parallel:
            - {id: one, operation: exec, input: {command: [uptime], readOnly: true}}
            - {id: other, operation: exec, input: {command: ["true"], readOnly: true}}
      """;

  /** How long a command lasts: some are there when a worker dies, and when the next one comes. */
  private static final List<String> LASTING = List.of("0", "0.2", "1", "4");

  private static final int MOST_SERVERS = 4;

  /** What it is; {@link #TURN} says how many there are of each. */
  enum Kind {
    READ,
    COMMAND,
    FAILING_COMMAND,
    COPY,
    SET_UP,
    SET_UP_AND_UNDO,
    LOCKDOWN_PLAN,
    LOCKDOWN,
    RUNBOOK;

    /** Whether it runs commands that note their beginning and their end. */
    boolean hasEffects() {
      return this == COMMAND || this == FAILING_COMMAND || this == RUNBOOK;
    }
  }

  private static final List<Kind> TURN = turn();

  ChaosOperation {
    servers = List.copyOf(servers);
  }

  private static List<Kind> turn() {
    List<Kind> turn = new ArrayList<>();
    turn.addAll(Collections.nCopies(4, Kind.READ));
    turn.addAll(Collections.nCopies(6, Kind.COMMAND));
    turn.addAll(Collections.nCopies(2, Kind.COPY));
    turn.addAll(Collections.nCopies(2, Kind.SET_UP));
    turn.addAll(
        List.of(
            Kind.FAILING_COMMAND,
            Kind.SET_UP_AND_UNDO,
            Kind.LOCKDOWN_PLAN,
            Kind.LOCKDOWN,
            Kind.RUNBOOK,
            Kind.RUNBOOK));
    return turn;
  }

  /**
   * So many of all kinds, the same for the same seed.
   *
   * @param stored the SHA-256 of a file in the platform's store
   * @param effects the file on the servers that commands append to
   */
  static List<ChaosOperation> some(
      long seed, int count, List<String> servers, String stored, String effects) {
    Random random = new Random(seed);
    List<ChaosOperation> all = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      if (kinds.isEmpty()) {
        kinds.addAll(TURN);
        Collections.shuffle(kinds, random);
      }
      Kind kind = kinds.removeLast();
      List<String> chosen = chosen(random, servers, kind);
      all.add(
          new ChaosOperation(
              number, kind, chosen, request(random, number, kind, chosen, stored, effects)));
    }
    return all;
  }

  /** One of this kind, with a number that no other has. */
  static ChaosOperation one(
      int number, Kind kind, List<String> servers, String stored, String effects) {
    return new ChaosOperation(
        number,
        kind,
        servers,
        request(new Random(number), number, kind, servers, stored, effects)
            .put("approve", kind == Kind.SET_UP || kind == Kind.SET_UP_AND_UNDO));
  }

  private static List<String> chosen(Random random, List<String> servers, Kind kind) {
    List<String> shuffled = new ArrayList<>(servers);
    Collections.shuffle(shuffled, random);
    int most = kind == Kind.LOCKDOWN ? 1 : Math.min(MOST_SERVERS, servers.size());
    return shuffled.subList(0, random.nextBoolean() ? 1 : 1 + random.nextInt(most));
  }

  private static ObjectNode request(
      Random random, int n, Kind kind, List<String> servers, String stored, String effects) {
    ObjectNode request = HomeJson.MAPPER.createObjectNode();
    request.put("selector", String.join(",", servers));
    request.put("type", type(kind));
    ObjectNode input = request.putObject("input");
    switch (kind) {
      case READ -> input.put("readOnly", true).putArray("command").add("uptime");
      case COMMAND, FAILING_COMMAND ->
          input
              .put(
                  "shell",
                  "echo '%1$d begin' >>%2$s; sleep %3$s; echo '%1$d end' >>%2$s; exit %4$d"
                      .formatted(
                          n,
                          effects,
                          LASTING.get(random.nextInt(LASTING.size())),
                          kind == Kind.COMMAND ? 0 : 3))
              .put("sudo", random.nextInt(4) == 0);
      case COPY -> input.put("file", stored).put("path", copy(n)).put("mode", "0644");
      case SET_UP, SET_UP_AND_UNDO -> {
        setUp(input, n);
        request.put("approve", random.nextBoolean()).put("onFailure", "undo");
      }
      case LOCKDOWN_PLAN -> request.put("dryRun", true);
      // Each wants something else, so that there is something to change.
      case LOCKDOWN -> input.putObject("sshd").put("maxAuthTries", 3 + n % 4);
      case RUNBOOK -> input.put("number", Integer.toString(n));
    }
    return request;
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case READ, COMMAND, FAILING_COMMAND -> "exec";
      case COPY -> "copy";
      case SET_UP, SET_UP_AND_UNDO -> "server-setup";
      case LOCKDOWN_PLAN, LOCKDOWN -> "lockdown";
      case RUNBOOK -> "chaos";
    };
  }

  private static void setUp(ObjectNode input, int n) {
    input.putArray("groups").addObject().put("name", "cg" + n);
    input.putArray("users").addObject().put("name", "cu" + n).putArray("groups").add("cg" + n);
    input.putArray("directories").addObject().put("path", "/srv/cd" + n).put("owner", "cu" + n);
    input
        .putArray("files")
        .addObject()
        .put("path", "/etc/cf" + n)
        .put("mode", "0644")
        .put("content", n + "\n");
  }

  /** Where a copy goes. */
  static String copy(int number) {
    return "/var/tmp/cc" + number;
  }

  @Override
  public String toString() {
    return number + " " + kind + " on " + servers;
  }
}
