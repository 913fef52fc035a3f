package dev.holdfast.standalone.command;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.KeyFiles;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.metrics.MetricsPort;
import dev.holdfast.standalone.platform.WorkerPart;
import dev.holdfast.standalone.platform.WorkerRecord;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.workers.WorkerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code worker}: one more worker process for the running platform. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    header = "Run one more worker process for the running platform.",
    description = {
      "%nUntil SIGTERM or Ctrl-C, which let it finish or hand over what it does;",
      "./holdfast down stops it, too.",
      "",
      "Without options it serves everything for servers that are in no region.",
      "A worker in a region works on the servers of that region alone (server add",
      "NAME --region R), so that no command goes round the world; as long as a",
      "region has no worker, its servers wait, and the operation says so. Start it",
      "on a machine that is near those servers.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast worker",
      "  ./holdfast worker --region eu-west",
      "  ./holdfast worker --region eu-west --capability ssh",
      "  ./holdfast worker --metrics-port 9464"
    })
public final class WorkerCommand implements Callable<Integer> {

  private final WorkerPart worker;

  @Option(
      names = "--capability",
      paramLabel = "C",
      description = "What it does: workflows, ssh (work on servers); may be given again. (all)")
  private List<String> capabilities = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "Work on the servers of this region, and on no others.")
  private @Nullable String region;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Show Prometheus on this machine what is measured in it, at"
              + " http://127.0.0.1:PORT/metrics, with the token in metrics-token; 0 for a free"
              + " port. (nowhere)")
  private @Nullable Integer metricsPort;

  public WorkerCommand(WorkerPart worker) {
    this.worker = worker;
  }

  @Override
  public Integer call() throws Exception {
    WorkerOptions options = options();
    Home home = Home.ofEnvironment();
    RunRecords records = new RunRecords(home);
    if (!Summary.running(records)) {
      throw new PlatformFailure(
          PlatformFailure.NOT_RUNNING,
          "the platform is not running in " + home.root() + ". Start it: ./holdfast up --detach");
    }
    KeyFiles.open(home.keys());
    MetricsPort metrics =
        metricsPort == null ? null : MetricsPort.open(metricsPort, home.metricsToken());
    RunRecord record = WorkerRecord.ofThisProcess(options);
    records.write(record);
    AutoCloseable running = worker.start(PlatformConfig.read(home.root()), home, options);
    records.write(record.readyNow());
    ShownProgress progress = ShownProgress.onStandardError();
    progress.line(
        "Worker " + record.process().pid() + " serves " + String.join(", ", record.command()));
    if (metrics != null) {
      progress.line("Metrics: " + metrics.address());
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> drain(running, records, record, progress), "drain"));
    new CountDownLatch(1).await();
    return 0;
  }

  private static void drain(
      AutoCloseable running, RunRecords records, RunRecord record, ShownProgress progress) {
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

  private WorkerOptions options() {
    if (metricsPort != null && (metricsPort < 0 || metricsPort > 65_535)) {
      throw new PlatformFailure(
          PlatformFailure.USAGE, "--metrics-port: " + metricsPort + " is not a port (0–65535)");
    }
    try {
      return new WorkerOptions(Set.copyOf(capabilities), region);
    } catch (IllegalArgumentException e) {
      throw new PlatformFailure(PlatformFailure.USAGE, "--" + e.getMessage());
    }
  }
}
