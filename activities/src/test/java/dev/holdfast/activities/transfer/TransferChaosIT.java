package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.Leaks;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.Trouble;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.AdapterMemory;
import dev.holdfast.activities.ssh.ChosenSsh;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.sync.SyncActivities.StagedTree;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import dev.holdfast.schemas.transfer.Via;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens while files travel: what was there is there whole, or what was sent is, with its
 * mode and owner; the failure is one that fits; and once the operation has ended nothing of it is
 * left, here or on the server.
 *
 * <p>{@code -Dholdfast.chaos=50} for more rounds, {@code -Dholdfast.seed=…} to repeat some.
 */
@LabTest
final class TransferChaosIT {
  private static final int ROUNDS = Integer.getInteger("holdfast.chaos", 14);
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
  private static final String DIR = "/srv/chaos";
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
  private static final int GENERATIONS = 3;
  private static final int LONGEST_MILLIS = 1800;
  private static final long TIME = 1_700_000_000;

  private final Lab lab;
  private final Server server;
  private final Ssh ssh;
  private final Random random = new Random(SEED);
  private final Map<String, Integer> seen = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private enum Kind {
    UPLOAD,
    DOWNLOAD,
    SYNC
  }

  TransferChaosIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    var credentials = LabFixture.credentials(labServer);
    this.ssh =
        new ChosenSsh(
            new SshjSsh(credentials, Leaks.settings()),
            new MinaSsh(credentials, Leaks.settings()),
            AdapterMemory.ofProcess());
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Test
  void shouldLeaveAllOfTheOldOrAllOfTheNewWhateverHappens() throws Exception {
    try (ssh;
        Leaks leaks = new Leaks()) {
      Trouble[] troubles = Trouble.values();
      Kind[] kinds = Kind.values();
      for (int round = 0; round < ROUNDS; round++) {
        // Each trouble at least once, the rest at random; every kind meets every trouble in time.
        Trouble trouble =
            troubles[round < troubles.length ? round : random.nextInt(troubles.length)];
        Kind kind = kinds[(round + round / troubles.length) % kinds.length];
        String what = "%s, %s, round %d, seed %d".formatted(kind, trouble, round, SEED);
        String outcome;
        try {
          outcome = new Round(kind, trouble, round).run();
        } catch (Exception | AssertionError e) {
          throw new AssertionError(what, e);
        }
        seen.merge(trouble + " → " + outcome, 1, Integer::sum);
      }
      leaks.assertNone(lab);
    } finally {
      System.out.println("chaos of transfers, seed " + SEED + ": " + seen);
      LabFixture.onServer(lab, "umount " + DIR + " 2>/dev/null; rm -rf " + DIR);
    }
  }

  /** One operation on one file or tree, and one trouble. */
  private final class Round {
    private final Kind kind;
    private final Trouble trouble;
    private final String operation;
    private final long token = LabFixture.nextToken();
    private final @Nullable Via via;
    private final Bytes old;
    private final Bytes content;
    private final Journal journal = new SshJournal(ssh);
    private final List<Thread> callers = new ArrayList<>();
    private volatile int generations;

    Round(Kind kind, Trouble trouble, int round) {
      this.kind = kind;
      this.trouble = trouble;
      this.operation = "op-carry-" + Long.toHexString(SEED & 0xffffff) + "-" + round;
      Via[] all = Via.values();
      int choice = random.nextInt(all.length + 1);
      this.via = choice == all.length ? null : all[choice];
      this.old = Bytes.random((kind == Kind.DOWNLOAD ? 6_000_000 : 300_000) + round);
      this.content = Bytes.random(6_000_000 + round);
    }

    /** Returns how it ended, in a word. */
    String run() throws Exception {
      prepare();
      // Of two deliveries the earlier is not tried again: nobody waits for it any more.
      boolean twice = trouble == Trouble.DELIVERED_TWICE;
      CompletableFuture<String> first = deliver(!twice);
      CompletableFuture<String> second = twice ? deliver(true) : first;
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
      switch (trouble) {
        case WORKER_GONE -> {
          callers.getFirst().interrupt();
          second = deliver(true);
        }
        case OPERATION_CLOSED -> journal.close(server, operation, token);
        case DISK_FULL -> on("cat /dev/zero >" + DIR + "/fill || true");
        default -> trouble.cause(lab, operation);
      }
      String outcome = second.get(PATIENCE, TimeUnit.NANOSECONDS);
      for (Thread caller : callers) {
        assertThat(caller.join(Duration.ofNanos(PATIENCE))).as("ends").isTrue();
      }
      if (trouble == Trouble.DISK_FULL) {
        on("rm " + DIR + "/fill");
      }
      journal.close(server, operation, token);
      check(outcome);
      return outcome;
    }

    private void prepare() {
      on("umount " + DIR + " 2>/dev/null; rm -rf " + DIR + "; mkdir " + DIR);
      if (trouble == Trouble.DISK_FULL) {
        on("mount -t tmpfs -o size=16m tmpfs " + DIR);
      }
      on("cd " + DIR + " && mkdir tree && touch tree/gone && chown -R debian:debian .");
      Step step = step("prepare", 1);
      CopyInput input = copy(DIR + "/file", "2640", null);
      Uploads uploads = new Uploads(ssh, journal);
      Sent sent = uploads.send(server, step, input, old, BytesReceipt.NOBODY);
      assertThat(uploads.place(server, step("prepared", 1), input, sent, LabFixture.SILENT))
          .isEqualTo(new Outcome.Finished(0, ""));
      if (kind == Kind.SYNC) {
        on("cp -p " + DIR + "/file " + DIR + "/tree/large");
      }
    }

    /** As Temporal and the workflow do: again and again, then the next generation. */
    private CompletableFuture<String> deliver(boolean again) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      Supplier<@Nullable String> attempt =
          switch (kind) {
            case UPLOAD -> this::upload;
            case DOWNLOAD -> this::download;
            case SYNC -> this::sync;
          };
      long until = System.nanoTime() + PATIENCE;
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                while (true) {
                  try {
                    String ended = attempt.get();
                    if (ended != null) {
                      outcome.complete(ended);
                      return;
                    }
                  } catch (SshException e) {
                    if (Thread.currentThread().isInterrupted() || !again) {
                      outcome.complete("given up");
                      return;
                    }
                    if (!e.type().retryable() || System.nanoTime() > until) {
                      outcome.complete(e.type() + ": " + e.getMessage());
                      return;
                    }
                  } catch (IllegalStateException | UncheckedIOException e) {
                    // Another delivery brings the same file: Temporal tries again.
                    if (System.nanoTime() > until || !again) {
                      outcome.completeExceptionally(e);
                      return;
                    }
                  } catch (Throwable e) {
                    outcome.completeExceptionally(e);
                    return;
                  }
                }
              }));
      return outcome;
    }

    private @Nullable String upload() {
      CopyInput input = copy(DIR + "/file", null, via);
      Uploads uploads = new Uploads(ssh, journal);
      int generation = generations + 1;
      Sent sent =
          uploads.send(
              server, step("send", generation), input, Pace.of(content), BytesReceipt.NOBODY);
      return sent.unchanged()
          ? "done"
          : ended(
              generation,
              uploads.place(server, step("place", generation), input, sent, LabFixture.SILENT));
    }

    private @Nullable String sync() {
      List<TreeEntry> wanted = new ArrayList<>();
      Map<String, Content> contents = new TreeMap<>();
      wanted.add(entry("sub", 'd', 0750, null));
      for (int i = 0; i < 20; i++) {
        Bytes small = Bytes.random(10_000 + i);
        wanted.add(entry("sub/" + i, 'f', 0604, small));
        contents.put(small.sha256(), small);
      }
      wanted.add(entry("large", 'f', 0640, content));
      contents.put(content.sha256(), Pace.of(content));
      SyncInput input = new SyncInput("", DIR + "/tree", true, false, List.of(), null, false, via);
      Trees trees = new Trees(ssh, journal);
      int generation = generations + 1;
      StagedTree staged =
          trees.send(
              server, step("send", generation), input, wanted, contents::get, BytesReceipt.NOBODY);
      return staged.staging().isEmpty()
          ? "done"
          : ended(
              generation,
              trees.place(server, step("place", generation), input, staged, LabFixture.SILENT));
    }

    private @Nullable String ended(int generation, Outcome outcome) {
      return switch (outcome) {
        case Outcome.Finished(int code, boolean _, String tail) ->
            code == 0 ? generation == 1 ? "done" : "done after interrupted" : "failed: " + tail;
        case Outcome.Fenced _ -> FailureType.FENCED + ": " + outcome;
        case Outcome.Interrupted(String reason) -> {
          generations = generation;
          yield generation == GENERATIONS ? "interrupted: " + reason : null;
        }
      };
    }

    private String download() {
      FileStore files = new FileStore(database.jdbi(), database.atRest());
      Arrival arrival = files.arrival("default", operation);
      Downloads.Receipt receipt =
          new Downloads.Receipt() {
            @Override
            public long there() {
              return arrival.there();
            }

            @Override
            public String sha256OfThere() {
              return arrival.sha256OfThere();
            }

            @Override
            public OutputStream from(long offset) {
              return Pace.of(arrival.from(offset));
            }

            @Override
            public String complete() {
              return files.complete(arrival, "test").sha256();
            }
          };
      FetchInput input = new FetchInput(DIR + "/file", false, via);
      String sha256 =
          new Downloads(ssh).fetch(server, input, receipt, BytesReceipt.NOBODY).sha256();
      assertThat(sha256).isEqualTo(old.sha256());
      return "done";
    }

    private void check(String outcome) {
      assertThat(outcome)
          .matches(
              switch (trouble) {
                case DISK_FULL ->
                    "(?s)done|(REFUSED|COMMAND_FAILED).*[Nn]o space.*|failed: .*[Nn]o space.*";
                case OPERATION_CLOSED ->
                    "(?s)done.*|FENCED.*|COMMAND_FAILED.* is gone.*|failed: .* is gone.*|interrupted.*";
                default -> "done.*";
              });
      boolean done = outcome.startsWith("done");
      assertThat(on("cd " + DIR + " && sha256sum <file && stat -c '%a %U:%G' file"))
          .isEqualTo(
              (done && kind == Kind.UPLOAD ? content : old).sha256() + "  -\n2640 debian:debian");
      if (kind == Kind.SYNC) {
        // A list of changes is not done at once: one that was stopped may be half done, by whole
        // files.
        String large = on("sha256sum <" + DIR + "/tree/large");
        assertThat(large).startsWith((done ? content : old).sha256());
        assertThat(on("cd " + DIR + "/tree && find . | wc -l")).isEqualTo(done ? "23" : "3");
      }
      assertThat(on("ls -A /var/lib/holdfast/transfers; find " + DIR + " -name '.*holdfast*'"))
          .as("left behind")
          .isEmpty();
    }

    private CopyInput copy(String path, @Nullable String mode, @Nullable Via by) {
      return new CopyInput("", path, mode, null, "0600", false, by);
    }

    private Step step(String key, int generation) {
      return new Step(operation, server.name(), key, generation, token, "Carry it");
    }
  }

  private static TreeEntry entry(String path, char type, int mode, @Nullable Bytes content) {
    return new TreeEntry(
        TreeEntry.raw(path),
        type,
        mode,
        content == null ? 0 : content.size(),
        TIME,
        "",
        "",
        "",
        content == null ? null : content.sha256());
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }
}
