package dev.holdfast.bench;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.activities.transfer.Attendance;
import dev.holdfast.activities.transfer.Content;
import dev.holdfast.activities.transfer.Downloads;
import dev.holdfast.activities.transfer.StoreReceipt;
import dev.holdfast.activities.transfer.StoredContent;
import dev.holdfast.activities.transfer.Uploads;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Fetched;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Our transfers and OpenSSH's, by turns, so that both meet the same machine in the same mood. */
final class TransferBench {
  private static final String DIRECTORY = "/var/tmp/holdfast-bench";
  private static final String OPERATION = "op-bench";
  private static final int PIECE = 1 << 20;

  private final Lab lab;
  private final LabServer labServer;
  private final LabAccess access;
  private final FileStore files;
  private final Path directory;
  private final Measured results = new Measured();
  private int steps;

  /**
   * @param directory for the files of OpenSSH, on a disk
   */
  TransferBench(Lab lab, LabServer labServer, FileStore files, Path directory) {
    this.lab = lab;
    this.labServer = labServer;
    this.access = LabAccess.of(labServer);
    this.files = files;
    this.directory = directory;
  }

  /** One adapter with what moves files on it. */
  private record Side(Ssh ssh, Journal journal, Uploads uploads, Downloads downloads)
      implements AutoCloseable {
    static Side of(Ssh ssh) {
      Journal journal = new SshJournal(ssh);
      return new Side(ssh, journal, new Uploads(ssh, journal), new Downloads(ssh));
    }

    @Override
    public void close() {
      ssh.close();
    }
  }

  /**
   * Moves a file of so many bytes up and down, so many times.
   *
   * @return the times by name: {@code up}, {@code send} (its first part) and {@code down} between
   *     files, as sftp does it, the same on MINA and with the store in place of files here, {@code
   *     sftpPut} and {@code sftpGet}
   */
  Measured run(long bytes, int rounds) throws Exception {
    Path local = directory.resolve("local");
    try (Side sshj = Side.of(new SshjSsh(access.credentials()));
        Side mina = Side.of(new MinaSsh(access.credentials()))) {
      SftpClient sftp = new SftpClient(labServer, directory);
      StoredFile stored = fill(bytes, 0, local);
      Content here = new LocalContent(local, stored.sha256());
      clear();
      for (int round = 0; round <= rounds; round++) {
        // The first is for warming up.
        Measured into = round == 0 ? new Measured() : results;
        time(into, "sftpPut", () -> sftp.put(local, DIRECTORY + "/theirs"));
        upload(into, "", sshj, here, new Silent());
        upload(into, "Mina", mina, here, new Silent());
        upload(into, "FromStore", sshj, new StoredContent(files, stored), new Silent());
        time(into, "sftpGet", () -> sftp.get(DIRECTORY + "/theirs", directory.resolve("got")));
        download(into, "down", sshj, this::file);
        download(into, "downMina", mina, this::file);
        download(into, "downToStore", sshj, this::store);
        clear();
      }
    } finally {
      onServer("rm -rf " + DIRECTORY);
    }
    return results;
  }

  /**
   * Moves one large file up and down and looks at the heap while it goes.
   *
   * @return bytes of the heap in use after collections, the first from before
   */
  long[] heap(long bytes, HeapWatch watch) throws Exception {
    try (Side side = Side.of(new SshjSsh(access.credentials()))) {
      clear();
      StoredFile stored = fill(bytes, 1, null);
      upload(new Measured(), "", side, new StoredContent(files, stored), watch);
      var _ = fetch(side, DIRECTORY + "/ours", store(), watch);
      watch.look();
    } finally {
      onServer("rm -rf " + DIRECTORY);
    }
    return watch.seen();
  }

  /** Into the store, and into a file if one is given. */
  private StoredFile fill(long bytes, int seed, @Nullable Path local) throws IOException {
    byte[] piece = new byte[PIECE];
    new Random(seed).nextBytes(piece);
    Arrival arrival = files.arrival("default", "bench/" + seed);
    try (OutputStream store = arrival.from(0);
        OutputStream file =
            local == null ? OutputStream.nullOutputStream() : Files.newOutputStream(local)) {
      for (long left = bytes; left > 0; left -= PIECE) {
        int n = (int) Math.min(left, PIECE);
        store.write(piece, 0, n);
        file.write(piece, 0, n);
      }
    }
    return files.complete(arrival, "bench");
  }

  private void upload(Measured into, String on, Side side, Content content, Attendance attendance) {
    String path = DIRECTORY + "/ours" + on;
    CopyInput input = new CopyInput(content.sha256(), path, null, null, "0644", false, null);
    Step step = step();
    long began = System.nanoTime();
    Sent sent = side.uploads().send(server(), step, input, content, attendance);
    into.of("send" + on).add(System.nanoTime() - began);
    Journal.Outcome outcome = side.uploads().place(server(), step, input, sent, new Deaf());
    into.of("up" + on).add(System.nanoTime() - began);
    if (!(outcome instanceof Journal.Outcome.Finished finished) || finished.exitCode() != 0) {
      throw new IllegalStateException("the file was not placed: " + outcome);
    }
  }

  /** A file that the store has not seen: it keeps equal ones once. */
  private void download(Measured into, String name, Side side, Supplier<Downloads.Receipt> receipt)
      throws Exception {
    onServer("printf %d >>%s/theirs".formatted(steps, DIRECTORY));
    Downloads.Receipt to = receipt.get();
    time(into, name, () -> fetch(side, DIRECTORY + "/theirs", to, new Silent()));
  }

  private Fetched fetch(Side side, String path, Downloads.Receipt to, Attendance attendance) {
    return side.downloads().fetch(server(), new FetchInput(path, false, null), to, attendance);
  }

  private Downloads.Receipt file() {
    return new LocalReceipt(directory.resolve("got"));
  }

  private Downloads.Receipt store() {
    return new StoreReceipt(
        files, files.arrival("default", "bench/fetch/" + step().key()), "bench");
  }

  private Step step() {
    steps++;
    return new Step(OPERATION, server().name(), "step-" + steps, 1, 1, "Measure transfers");
  }

  private Server server() {
    return access.server();
  }

  private void clear() {
    onServer("rm -rf %s && install -d -o %s %s".formatted(DIRECTORY, labServer.user(), DIRECTORY));
  }

  private void onServer(String script) {
    var _ = lab.exec(labServer.name(), "sh", "-c", script).orThrow();
  }

  private static void time(Measured into, String name, Samples.Work work) throws Exception {
    into.of(name).time(work);
  }

  /** Hears nothing. */
  private static final class Silent implements Attendance {
    @Override
    public void alive() {}

    @Override
    public void moved(long bytes, long ofAll) {}
  }
}
