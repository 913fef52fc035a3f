package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Vigil;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.transfer.TransferProgram.Found;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.transfer.TransferActivities.Fetched;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Brings files and directories from servers, from where an earlier delivery has come to.
 * Thread-safe.
 */
public final class Downloads {
  private final Ssh ssh;
  private final TransferProgram program;
  private final Carriers carriers;

  public Downloads(Ssh ssh) {
    this.ssh = ssh;
    this.program = new TransferProgram(ssh);
    this.carriers = new Carriers(ssh);
  }

  /**
   * Where the bytes go.
   *
   * <p>A part that is there from an earlier delivery is kept where the file's beginning on the
   * server still has the same hash.
   */
  public interface Receipt {

    /** How many bytes are there, whole and safe. */
    long there();

    /** The SHA-256 of what is there. */
    String sha256OfThere();

    /** Takes bytes from an offset on, which is 0 or {@link #there}. */
    OutputStream from(long offset);

    /** Everything is there: its SHA-256. */
    String complete();
  }

  /**
   * Brings a file, or a directory as a tar archive.
   *
   * @throws SshException also of type REFUSED where there is no file to read, and COMMAND_FAILED if
   *     it changed while it was read
   */
  public Fetched fetch(Server server, FetchInput input, Receipt receipt, Attendance attendance) {
    Place from = new Place(server, input.path(), input.sudo());
    if (input.directory()) {
      return new DirectoryDownload(ssh, program).fetch(from, receipt, attendance);
    }
    Found found = program.look(from);
    long began = System.nanoTime();
    return carriers.move(
        from,
        input.via(),
        carrier -> {
          long offset = carrier.resumes() ? verified(from, found, receipt, attendance) : 0;
          Meter meter = new Meter(attendance, () -> {}, offset, found.size());
          // At the same time, since both read all of it: what changes meanwhile shows either way.
          FutureTask<String> hashed = new FutureTask<>(() -> program.hash(from));
          // A platform thread: an interrupt of a virtual one closes the socket that it writes to.
          Thread.ofPlatform().daemon().name("transfer-hash").start(hashed);
          String ours;
          try {
            receive(carrier, from, offset, receipt, meter, attendance);
            ours = receipt.complete();
            String theirs = Vigil.keep(Uploads.beating(attendance), () -> result(hashed));
            if (!ours.equals(theirs)) {
              throw new SshException(
                  FailureType.COMMAND_FAILED,
                  "%s: %s changed while it was read; fetch it again when nobody writes to it"
                      .formatted(server.name(), input.path()),
                  null);
            }
          } finally {
            hashed.cancel(true);
          }
          long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
          return new Fetched(
              ours,
              found.size(),
              found.mode(),
              found.modifiedAtSeconds(),
              carrier.via(),
              millis,
              null);
        });
  }

  private static String result(FutureTask<String> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    }
  }

  private static void receive(
      Carrier carrier, Place from, long offset, Receipt receipt, Meter meter, Attendance attendance)
      throws NotOffered {
    NotOffered refusal =
        Vigil.keep(
            Uploads.beating(attendance),
            () -> {
              try (OutputStream bytes = receipt.from(offset)) {
                carrier.receive(from, offset, meter.on(bytes));
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
  }

  private long verified(Place from, Found found, Receipt receipt, Attendance attendance) {
    long there = receipt.there();
    if (there == 0 || there > found.size()) {
      return 0;
    }
    String theirs = Vigil.keep(Uploads.beating(attendance), () -> program.hash(from, there));
    return theirs.equals(receipt.sha256OfThere()) ? there : 0;
  }
}
