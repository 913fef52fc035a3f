package dev.holdfast.bench;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.platform.file.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench transfer}: files up and down against OpenSSH's {@code sftp}. */
@Command(
    name = "transfer",
    header = "Files up and down, against OpenSSH's sftp.",
    description = {
      "%nOn a lab server of its own and with a PostgreSQL of its own, which go again. Our side verifies"
          + " SHA-256 on both sides and puts the file in place through the journal; from and to a file"
          + " here as sftp does, and beside that from and to the platform's store. Shows medians and"
          + " ratios, and ends with 1 if a promise is not kept: between files at least 0.9 times the"
          + " speed of sftp, no adapter faster than the one that is taken, and with --large a heap that"
          + " does not grow by more than 32 MiB.",
      "%nNeeds no running platform, but the OpenSSH client and Docker."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench transfer", "  ./holdfast bench transfer --large 4"})
public final class TransferBenchCommand implements Callable<Integer> {
  private static final int MOST_MIB = 16 << 10;
  private static final int MOST_GIB = 64;
  private static final int MOST_ROUNDS = 100;

  private final Path home;

  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--mib",
      paramLabel = "N",
      defaultValue = "512",
      description = "The size of the file in MiB (default: ${DEFAULT-VALUE}).")
  private int mib;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each way is measured, after one more to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--large",
      paramLabel = "GIB",
      defaultValue = "0",
      description =
          "Then move a file of so many GiB up and down and look at the heap; takes minutes and three times the space (default: none).")
  private int large;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements on a lab below the home directory. */
  public TransferBenchCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--mib", mib, 1, MOST_MIB);
    LabBench.check(options, "--rounds", rounds, 1, MOST_ROUNDS);
    LabBench.check(options, "--large", large, 0, MOST_GIB);
    LabBench.needOpenSsh("sftp");
    return bench.run(options, home, "bench-transfer", lab -> measure(lab, lab.up(1).getFirst()));
  }

  private TransferVerdict measure(Lab lab, LabServer server) throws Exception {
    Path directory = Files.createTempDirectory(home, "bench-transfer-");
    try (MeasuredDatabase database = MeasuredDatabase.start(home)) {
      FileStore files = new FileStore(database.pool().jdbi(), database.atRest());
      TransferBench transfers = new TransferBench(lab, server, files, directory);
      long bytes = (long) mib << 20;
      Measured measured = transfers.run(bytes, rounds);
      long[] heap = large == 0 ? new long[0] : transfers.heap((long) large << 30, new HeapWatch());
      return new TransferVerdict(bytes, measured, heap);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
