package dev.holdfast.demo;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Table;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The acts of the demo, in order. */
final class Acts {
  private static final String USER = "debian";

  private final DemoPlatform platform;
  private final Lab lab;
  private final Story story;
  private final int servers;
  private final ObjectNode evidence;
  private final Instant begun = Instant.now();

  Acts(DemoPlatform platform, Lab lab, Story story, int servers, ObjectNode evidence) {
    this.platform = platform;
    this.lab = lab;
    this.story = story;
    this.servers = servers;
    this.evidence = evidence;
  }

  /** The platform without a worker of its own, and one worker beside it that may be killed. */
  ProcessHandle platformUp() throws IOException, InterruptedException {
    story.act(
        "The platform",
        "PostgreSQL, Redis, Temporal and the API, as processes of this machine. The worker",
        "that will do the work is a process of its own: we are going to kill it.");
    if (platform.running()) {
      story.say("It is running: it is restarted, so that its only worker is ours to kill.");
      done(platform.command("down"), "down");
    }
    story.command("up --detach --no-worker");
    done(platform.command("up", "--detach", "--no-worker"), "up");
    ProcessHandle worker = platform.startWorker();
    story.shown("A worker is waiting for work (process " + worker.pid() + ").");
    return worker;
  }

  /** Everything after the platform is up. */
  void play(ApiClient api, ProcessHandle worker, Output output)
      throws IOException, InterruptedException {
    List<LabServer> bare = bareServers();
    SshAudit audit = SshAudit.install(platform.home().resolve("tools"), story);
    before(bare, audit);
    setUp(bare);
    String lockdown = lockDown(api, worker, bare);
    after(bare, audit);
    again(api);
    changes(api, output);
    whereToLook(lockdown);
  }

  private List<LabServer> bareServers() {
    story.act(
        "Three bare servers".replace("Three", words(servers)),
        "Real Debian 12 with systemd, sshd and sudo, in containers. Their host keys are read",
        "over a trusted path and pinned: a connection to any other key is refused.");
    boolean used =
        lab.list().stream()
            .anyMatch(server ->
                server.state().equals("running")
                    && lab.exec(server.name(), "test", "-e", "/var/lib/holdfast").exitCode() == 0);
    if (used) {
      story.say("There are servers of an earlier demo: they make room for bare ones.");
      done(platform.command("lab", "down"), "lab down");
    }
    story.command("lab up --servers " + servers);
    done(platform.command("lab", "up", "--servers", Integer.toString(servers)), "lab up");
    return lab.list();
  }

  private void before(List<LabServer> bare, SshAudit audit)
      throws IOException, InterruptedException {
    story.act(
        "What an auditor says before", "ssh-audit is not ours: it judges what a server offers.");
    ObjectNode found = evidence.putObject("before");
    for (LabServer server : bare) {
      SshAudit.Findings findings = audit.audit(server);
      boolean password = Logins.withPassword(server, USER, lab.password());
      boolean root = Logins.withPassword(server, "root", lab.password());
      story.say(
          "%-7s %2d [fail], %2d [warn]   password login: %s   root login: %s"
              .formatted(
                  server.name(),
                  findings.fails(),
                  findings.warnings(),
                  open(password),
                  open(root)));
      found
          .putObject(server.name())
          .put("fails", findings.fails())
          .put("warnings", findings.warnings())
          .put("passwordLogin", password)
          .put("rootLogin", root);
    }
  }

  private void setUp(List<LabServer> bare) throws IOException {
    story.act(
        "server-setup",
        "A group, a user with a key, a sudo rule, a directory and a package on every server.",
        "It is planned first, and what is unchanged is skipped.");
    Path input = platform.home().resolve("demo-server-setup.json");
    String key = Files.readString(Path.of(bare.getFirst().keyFile() + ".pub")).strip();
    Files.writeString(input, SetupInput.json(key));
    story.command(
        "run server-setup lab=true --input " + input.getFileName() + " --approve --follow");
    done(
        platform.command(
            "run",
            "server-setup",
            "lab=true",
            "--input",
            input.toString(),
            "--approve",
            "--follow"),
        "server-setup");
    for (LabServer server : bare) {
      Untrue.unless(Logins.withKey(server, "deploy"), "deploy cannot log in to " + server.name());
    }
    story.shown("The new user 'deploy' logs in with the key on every server.");
  }

  private String lockDown(ApiClient api, ProcessHandle worker, List<LabServer> bare)
      throws IOException, InterruptedException {
    story.act(
        "lockdown, and the worker is killed in the middle of it",
        "Each server is armed to revert the change by itself after 60 s, unless a new",
        "connection has proven that we can still get in. Then sshd is changed.");
    String id = new KilledLockdown(platform, api, story).run(worker);
    done(platform.command("ops", "show", id, "--follow"), "lockdown");
    JournalCount count = JournalCount.of(lab, bare, id);
    Untrue.unless(count.commands() >= bare.size(), "the journals know nothing of " + id);
    Untrue.unless(
        count.startedMoreThanOnce().isEmpty(),
        "started more than once: " + count.startedMoreThanOnce());
    story.shown(
        "The servers' own journals: %d changing commands, each started exactly once."
            .formatted(count.commands()));
    evidence
        .putObject("lockdown")
        .put("id", id)
        .put("killedWorker", worker.pid())
        .put("commands", count.commands())
        .put("starts", count.starts());
    return id;
  }

  private void after(List<LabServer> hardened, SshAudit audit)
      throws IOException, InterruptedException {
    story.act("What the auditor says now");
    ObjectNode found = evidence.putObject("after");
    for (LabServer server : hardened) {
      SshAudit.Findings findings = audit.audit(server);
      boolean password = Logins.withPassword(server, USER, lab.password());
      boolean root = Logins.withPassword(server, "root", lab.password());
      boolean key = Logins.withKey(server, USER);
      story.say(
          "%-7s %2d [fail], %2d [warn]   password login: %s   root login: %s   key: %s"
              .formatted(
                  server.name(),
                  findings.fails(),
                  findings.warnings(),
                  open(password),
                  open(root),
                  open(key)));
      found
          .putObject(server.name())
          .put("fails", findings.fails())
          .put("warnings", findings.warnings())
          .put("passwordLogin", password)
          .put("rootLogin", root)
          .put("keyLogin", key);
      Untrue.unless(findings.fails() == 0, "ssh-audit still fails " + server.name());
      Untrue.unless(!password && !root, server.name() + " still lets passwords in");
      Untrue.unless(key, server.name() + " does not let the key in any more");
    }
    story.shown("No failures are left; keys get in, passwords and root do not.");
  }

  private void again(ApiClient api) {
    story.act("The same lockdown again", "There is nothing to do, so nothing is touched.");
    story.command("run lockdown lab=true --follow");
    done(platform.command("run", "lockdown", "lab=true", "--follow"), "the second lockdown");
    JsonNode second = Json.list(api.get("/operations?limit=1"), "items").getFirst();
    int changes =
        Json.list(second, "servers").stream().mapToInt(s -> Json.number(s, "changes")).sum();
    Untrue.unless(changes == 0, "the second lockdown found " + changes + " changes");
    evidence.put("secondLockdownChanges", changes);
  }

  private void changes(ApiClient api, Output output) {
    story.act("What was changed", "From the ledger, which keeps the state before each change.");
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, String> where = new TreeMap<>();
    for (JsonNode operation : Json.list(api.get("/operations?limit=20"), "items")) {
      boolean ours = Instant.parse(Json.text(operation, "createdAt")).isAfter(begun);
      if (!ours) {
        continue;
      }
      String id = Json.text(operation, "id");
      for (JsonNode change : Json.list(api.get("/operations/" + id + "/changes"), "items")) {
        String server = Json.text(change, "server");
        counts.merge(server, 1, Integer::sum);
        where.merge(
            Json.text(operation, "type") + "\t" + Json.text(change, "resource"),
            server,
            (all, one) -> all + " " + one);
      }
    }
    Table table = new Table("OPERATION", "RESOURCE", "ON");
    where.forEach(
        (what, on) -> table.row(what.split("\t", 2)[0], what.split("\t", 2)[1], sorted(on)));
    table.lines(output.messageStyle()).forEach(story::say);
    Untrue.unless(counts.size() == servers, "the ledger knows only " + counts.keySet());
    evidence.set("changes", Json.of(counts));
  }

  private void whereToLook(String lockdown) {
    Duration took = Duration.between(begun, Instant.now());
    evidence.put("seconds", took.toSeconds());
    story.act(
        "Where to look next  (the demo took %d s)".formatted(took.toSeconds()),
        "The platform and the servers are still up.");
    look("ui temporal", "each operation as a live runbook");
    look("ops show " + lockdown, "what happened on each server");
    look("ops plan " + lockdown, "the diffs that were applied");
    look("ops logs " + lockdown, "what the commands printed");
    look("run lockdown lab-1 --dry-run", "what it would change now: nothing");
    look("server add --help", "a server of your own");
    look("lab down && ./holdfast down", "clean up");
  }

  private void look(String command, String what) {
    story.say("%-42s %s".formatted("./holdfast " + command, what));
  }

  private static String sorted(String words) {
    return String.join(" ", new TreeSet<>(List.of(words.split(" ", -1))));
  }

  private static String open(boolean open) {
    return open ? "open" : "closed";
  }

  private static String words(int number) {
    return switch (number) {
      case 1 -> "One";
      case 2 -> "Two";
      case 3 -> "Three";
      default -> String.format(Locale.ROOT, "%d", number);
    };
  }

  private static void done(int exitCode, String what) {
    Untrue.unless(exitCode == 0, what + " ended with exit code " + exitCode);
  }
}
