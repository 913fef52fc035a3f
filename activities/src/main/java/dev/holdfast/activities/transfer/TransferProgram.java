package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.ServerProgram;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.NoAnswer;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The program of transfers on servers: asks it, and reads its answer. Thread-safe. */
final class TransferProgram {
  private static final ServerProgram PROGRAM =
      ServerProgram.resource(TransferProgram.class, "transfer.sh");
  private static final Duration SHORT = Duration.ofSeconds(60);

  /** Hashing a file of many terabytes ends sooner. */
  private static final Duration LONG = Duration.ofHours(12);

  /** Answers are short; login scripts may be noisy. */
  private static final int OUTPUT = 4 << 20;

  private static final Set<String> LOOKING = Set.of("look", "hash", "list");

  private final Ssh ssh;

  TransferProgram(Ssh ssh) {
    this.ssh = ssh;
  }

  /**
   * Where the bytes go.
   *
   * @param target the path that is written to in the end: links are followed
   * @param temporary a file beside it; null where the target is what it is to be already
   * @param there how many bytes it has from before
   */
  record Begun(String target, @Nullable String temporary, long there) {}

  /** A file to be read. */
  record Found(long size, long modifiedAtSeconds, String mode, String owner) {}

  /**
   * Makes sure that one becomes root there: what comes after may take hours, and a sudo that hangs
   * is not to be taken for it.
   */
  void reach(Server server) {
    var _ = ssh.exec(server, new Command("true", "", true, SHORT, OUTPUT));
  }

  /**
   * Finds the place of a file, records its temporary file and makes it, unless the target is what
   * it is to be already.
   *
   * @param record the name of the record; safe characters only
   * @param name of the temporary file
   * @throws SshException of type REFUSED, with why it cannot be written; FENCED
   */
  Begun begin(
      Place to, long fencingToken, String record, String name, Content content, CopyInput input) {
    List<String> words =
        ask(
            to.server(),
            "begin",
            LONG,
            to.user(),
            Long.toString(fencingToken),
            record,
            // As root a link may be somebody's trap.
            to.root() ? "refuse" : "follow",
            to.path(),
            name,
            Long.toString(content.size()),
            content.sha256(),
            orNothing(input.mode()),
            orNothing(input.owner()));
    String target = decoded(words.get(1));
    return words.getFirst().equals("same")
        ? new Begun(target, null, 0)
        : new Begun(target, decoded(words.get(2)), Long.parseLong(words.get(3)));
  }

  /** What is at a path, links followed; it can be read. */
  Found look(Place from) {
    List<String> words = ask(from.server(), "look", SHORT, from.user(), from.path());
    return new Found(
        Long.parseLong(words.get(1)), Long.parseLong(words.get(2)), words.get(3), words.get(4));
  }

  /** The SHA-256 of a whole file, or of its first bytes, computed on the server. */
  String hash(Place of) {
    return ask(of.server(), "hash", LONG, of.user(), of.path(), "").get(1);
  }

  String hash(Place of, long length) {
    return ask(of.server(), "hash", LONG, of.user(), of.path(), Long.toString(length)).get(1);
  }

  /**
   * Tells the server that a transfer is alive.
   *
   * @throws SshException of type FENCED if a newer holder of the lease has been there
   */
  void alive(Server server, long fencingToken, String record) {
    ask(server, "fence", SHORT, "", Long.toString(fencingToken), record);
  }

  /** A script for the journal that puts a temporary file in its place. */
  String finish(Place to, String record, String temporary, String sha256, CopyInput input) {
    String mark = Marked.mark();
    String lines =
        String.join(
            "\n",
            to.user(),
            record,
            temporary,
            to.path(),
            sha256,
            orNothing(input.mode()),
            orNothing(input.owner()),
            input.newMode(),
            mark,
            "");
    return "sh " + PROGRAM.path() + " finish - <<'" + mark + "'\n" + lines;
  }

  /**
   * What is below a directory.
   *
   * @param exclusions what is not looked at
   * @param sums whether with the SHA-256 of every file
   * @throws SshException also of type REFUSED, with why it cannot be read or written
   */
  Tree tree(Place at, Exclusions exclusions, boolean sums) {
    String nonce = Marked.mark();
    String lines =
        String.join(
            "\n",
            at.user(),
            at.root() ? "refuse" : "follow",
            at.path(),
            sums ? "sums" : "",
            exclusions.words(),
            "");
    TreeOutput out = new TreeOutput();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    byte[] stdin = (PROGRAM.text() + lines).getBytes(StandardCharsets.UTF_8);
    LastWord last = LastWord.of(at.server(), true);
    // In a shell of its own, because it exits in many places.
    String line = "(" + line("list", nonce) + "); " + last.sh(0);
    int exitCode =
        last.run(
            ssh,
            at.server(),
            new Command(line, "", true, LONG, OUTPUT),
            new Streams(new ByteArrayInputStream(stdin), out, err));
    int answer = out.find("\n" + nonce + " ");
    if (answer < 0) {
      throw NoAnswer.of(at.server(), exitCode, err.toString(StandardCharsets.UTF_8));
    }
    int end = out.find("\n", answer);
    List<String> words =
        understood(
            at.server(), at.user().isEmpty(), List.of(out.text(answer, end).strip().split(" ")));
    return Tree.read(
        at.server(), words.get(1), decoded(words.get(2)), decoded(words.get(3)), out, end + 1);
  }

  /**
   * Makes and records the directory for what is sent of a tree.
   *
   * @param bytes that it has to hold
   * @return whether it was there already
   */
  boolean prepare(Place staging, long fencingToken, String record, long bytes) {
    return ask(
            staging.server(),
            "prepare",
            SHORT,
            staging.user(),
            Long.toString(fencingToken),
            record,
            staging.path(),
            Long.toString(bytes))
        .get(1)
        .equals("old");
  }

  /** A script for the journal that does the plan of a tree. */
  String apply(Place staging, String record, String target, String sha256) {
    String mark = Marked.mark();
    String lines =
        String.join("\n", staging.user(), record, staging.path(), target, sha256, mark, "");
    return "sh " + PROGRAM.path() + " apply - <<'" + mark + "'\n" + lines;
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  private List<String> ask(Server server, String verb, Duration within, String... lines) {
    String nonce = Marked.mark();
    String stdin = PROGRAM.text() + String.join("\n", lines) + "\n";
    ExecResult result =
        ssh.exec(server, new Command(line(verb, nonce), stdin, true, within, OUTPUT));
    for (String answer : result.stdout().split("\n", -1)) {
      if (answer.startsWith(nonce + " ")) {
        return understood(
            server,
            !lines[0].equals(server.user()),
            List.of(answer.substring(nonce.length() + 1).strip().split(" ")));
      }
    }
    throw NoAnswer.of(server, result.exitCode(), result.stderr() + "\n" + result.stdout());
  }

  /**
   * What only looks needs no place on the server for its program: there may be none, or the disk be
   * full.
   */
  private static String line(String verb, String nonce) {
    return LOOKING.contains(verb)
        ? "holdfast_program=$(dd bs=%d count=1 iflag=fullblock status=none); export holdfast_program; exec sh -c \"$holdfast_program\" transfer %s %s"
            .formatted(PROGRAM.text().getBytes(StandardCharsets.UTF_8).length, verb, nonce)
        : installing(verb, nonce);
  }

  private static String installing(String verb, String nonce) {
    return PROGRAM.installation("printf '\\n%s nojournal\\n'; exit 0".formatted(nonce))
        + "; exec sh "
        + PROGRAM.path()
        + " "
        + verb
        + " "
        + nonce;
  }

  /**
   * @param root whether it was done as root; where it was not, the first line names the user
   */
  private static List<String> understood(Server server, boolean root, List<String> words) {
    return switch (words.getFirst()) {
      case "no" ->
          throw new SshException(
              FailureType.REFUSED,
              server.name() + ": " + withRemedy(decoded(words.get(1)), root),
              null);
      case "fenced" ->
          throw new SshException(
              FailureType.FENCED,
              "%s has seen the fencing token %s, which is newer than this transfer's"
                  .formatted(server.name(), words.get(1)),
              null);
      case "nojournal" ->
          throw new SshException(
              FailureType.NO_JOURNAL,
              server.name()
                  + ": nothing can be written in /var/lib/holdfast. Free some space, or make it writable for root.",
              null);
      default -> words;
    };
  }

  private static String withRemedy(String reason, boolean root) {
    return !root && reason.contains("Permission denied")
        ? reason + "; --sudo does it as root"
        : reason;
  }

  private static String decoded(String word) {
    return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
  }
}
