package dev.holdfast.standalone;

import dev.holdfast.platform.PlatformConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code worker}: one more worker process for the running platform. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = "Run one more worker process for the running platform, until SIGTERM or Ctrl-C.",
    footer = {
      "",
      "SIGTERM lets it finish or hand over what it does; ./holdfast down stops it, too."
    })
final class WorkerCommand implements Callable<Integer> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final WorkerPart worker;

  @Option(
      names = "--capability",
      paramLabel = "C",
      description = "A task queue that it serves, such as ssh; may be given again. (all)")
  private List<String> capabilities = new ArrayList<>();

  WorkerCommand(WorkerPart worker) {
    this.worker = worker;
  }

  @Override
  public Integer call() throws Exception {
    for (String capability : capabilities) {
      requireName("--capability", capability);
    }
    Home home = Home.ofEnvironment();
    RunRecords records = new RunRecords(home);
    if (!Summary.running(records)) {
      throw new Failure(
          Failure.NOT_RUNNING,
          "the platform is not running in " + home.root() + ". Start it: ./holdfast up --detach");
    }
    RunRecord record = WorkerRecord.ofThisProcess(capabilities);
    records.write(record);
    AutoCloseable running =
        worker.start(PlatformConfig.read(home.root()), home, List.copyOf(capabilities));
    records.write(record.readyNow());
    Progress progress = Progress.onStandardError();
    progress.line("Worker " + record.process().pid() + " serves " + record.command());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> drain(running, records, record, progress), "drain"));
    new CountDownLatch(1).await();
    return 0;
  }

  private static void drain(
      AutoCloseable running, RunRecords records, RunRecord record, Progress progress) {
    try {
      running.close();
    } catch (Exception e) {
      progress.line("The worker did not stop cleanly: " + e.getMessage());
    }
    try {
      records.delete(record.part());
    } catch (IOException e) {
      progress.line(e.toString());
    }
  }

  private static void requireName(String option, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new Failure(
          Failure.USAGE,
          option + ": '" + value + "' is not a name of lower-case letters, digits and hyphens");
    }
  }
}
