package dev.holdfast.standalone;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the platform as a process of its own and shows its progress until it is healthy. */
final class DetachedUp {

  private final Home home;
  private final RunRecords records;

  DetachedUp(Home home) {
    this.home = home;
    this.records = new RunRecords(home);
  }

  int run(boolean worker, @Nullable Integer port) throws IOException, InterruptedException {
    if (Summary.running(records)) {
      return Summary.alreadyRunning(home, records, Progress.onStandardError());
    }
    Path progress = Files.createTempFile(home.run(), "up-", ".progress");
    try {
      Process process = start(worker, port, progress);
      long shown = 0;
      while (true) {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        boolean ready =
            records
                .alive(RunRecords.PLATFORM)
                .filter(it -> it.process().pid() == process.pid() && it.readyAt() != null)
                .isPresent();
        shown = show(progress, shown);
        if (ended) {
          return process.exitValue();
        }
        if (ready) {
          process.waitFor(50, TimeUnit.MILLISECONDS); // the summary follows the record
          show(progress, shown);
          return 0;
        }
      }
    } finally {
      Files.deleteIfExists(progress);
    }
  }

  private Process start(boolean worker, @Nullable Integer port, Path progress) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(Jvm.command());
    command.addAll(List.of("up", "--progress-file", progress.toString()));
    if (!worker) {
      command.add("--no-worker");
    }
    if (port != null) {
      command.addAll(List.of("--port", Integer.toString(port)));
    }
    File log = home.log(RunRecords.PLATFORM).toFile();
    return new ProcessBuilder(command)
        .directory(home.root().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static long show(Path file, long from) throws IOException {
    try (RandomAccessFile progress = new RandomAccessFile(file.toFile(), "r")) {
      progress.seek(from);
      byte[] fresh = new byte[(int) (progress.length() - from)];
      progress.readFully(fresh);
      System.err.print(new String(fresh, StandardCharsets.UTF_8));
      System.err.flush();
      return from + fresh.length;
    }
  }
}
