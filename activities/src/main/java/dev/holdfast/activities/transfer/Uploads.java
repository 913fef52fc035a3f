package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.journal.Vigil;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.transfer.TransferProgram.Begun;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Brings files to servers: first to a temporary file beside the target, from where an earlier
 * delivery of the same step has come to; then, verified, in its place. Thread-safe.
 */
public final class Uploads {
  private static final int LONGEST_NAME = 255;
  private static final String SUFFIX = ".holdfast-";
  private static final Duration REPLACING = Duration.ofHours(2);

  private final TransferProgram program;
  private final Carriers carriers;
  private final Journal journal;

  public Uploads(Ssh ssh, Journal journal) {
    this.program = new TransferProgram(ssh);
    this.carriers = new Carriers(ssh);
    this.journal = journal;
  }

  /**
   * Brings the bytes to the server; nothing is replaced yet.
   *
   * @throws dev.holdfast.activities.ssh.SshException also of type REFUSED, with why the target
   *     cannot be written, and FENCED
   */
  public Sent send(
      Server server, Step step, CopyInput input, Content content, Attendance attendance) {
    Place target = new Place(server, input.path(), input.sudo());
    String record = record(step);
    Begun begun =
        Vigil.keep(
            beating(attendance),
            () -> {
              program.reach(server);
              return program.begin(
                  target, step.fencingToken(), record, name(input.path(), step), content, input);
            });
    String path = begun.temporary();
    if (path == null) {
      return new Sent(true, content.sha256(), content.size(), begun.target(), "", "", null, 0, 0);
    }
    Place temporary = new Place(server, path, input.sudo());
    long began = System.nanoTime();
    return carriers.move(
        target,
        input.via(),
        carrier -> {
          long offset =
              carrier.resumes() ? verified(temporary, begun.there(), content, attendance) : 0;
          Meter meter =
              new Meter(
                  attendance,
                  () -> program.alive(server, step.fencingToken(), record),
                  offset,
                  content.size());
          if (offset < content.size()) {
            carry(carrier, temporary, offset, content, meter, attendance);
          }
          attendance.moved(content.size(), content.size());
          long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
          return new Sent(
              false,
              content.sha256(),
              content.size(),
              begun.target(),
              path,
              record,
              carrier.via(),
              offset,
              millis);
        });
  }

  /** Puts what was sent in its place, verified on the server, through the journal: once. */
  public Journal.Outcome place(
      Server server, Step step, CopyInput input, Sent sent, Listener listener) {
    String script =
        program.finish(
            new Place(server, sent.target(), input.sudo()),
            sent.record(),
            sent.temporary(),
            sent.sha256(),
            input);
    return journal.run(server, new Entry(step, script, REPLACING), listener);
  }

  static void carry(
      Carrier carrier, Place to, long offset, Content content, Meter meter, Attendance attendance)
      throws NotOffered {
    NotOffered refusal =
        Vigil.keep(
            beating(attendance),
            () -> {
              try (InputStream bytes = content.open(offset)) {
                carrier.send(to, offset, content.size() - offset, meter.on(bytes));
                return null;
              } catch (NotOffered e) {
                return e;
              } catch (IOException e) {
                meter.rethrow();
                throw new UncheckedIOException(e);
              } catch (RuntimeException e) {
                meter.rethrow();
                throw e;
              }
            });
    if (refusal != null) {
      throw refusal;
    }
    meter.rethrow();
  }

  /** How much of the temporary file is surely the beginning of the content. */
  private long verified(Place temporary, long there, Content content, Attendance attendance) {
    if (there == 0) {
      return 0;
    }
    String ours = Digests.of(content, there);
    String theirs = Vigil.keep(beating(attendance), () -> program.hash(temporary, there));
    return ours.equals(theirs) ? there : 0;
  }

  static Listener beating(Attendance attendance) {
    return new Listener() {
      @Override
      public void alive() {
        attendance.alive();
      }

      @Override
      public void output(boolean stderr, long offset, byte[] bytes) {}
    };
  }

  /** Every delivery of a step finds the file of the one before. */
  static UUID id(Step step) {
    String key =
        String.join(
            "\n", step.operation(), step.server(), step.key(), Integer.toString(step.generation()));
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  static String record(Step step) {
    return step.operation() + "." + id(step);
  }

  static String name(String path, Step step) {
    String ending = SUFFIX + id(step);
    String name = path.substring(path.lastIndexOf('/') + 1);
    String whole = "." + name + ending;
    // A name that would be too long is left out: its characters may not be cut anywhere.
    return whole.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME ? ending : whole;
  }
}
