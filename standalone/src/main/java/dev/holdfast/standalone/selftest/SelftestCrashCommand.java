package dev.holdfast.standalone.selftest;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.standalone.command.Summary;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.process.RunRecords;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code selftest crash}: a worker is killed in the middle of an operation. */
@Command(
    name = "crash",
    header = "Kill a worker in the middle of an operation, and prove the recovery.",
    description = {
      "%nStarts one more worker and a harmless command on a server of yours, kills that",
      "worker with SIGKILL while it runs the command, and checks that another worker",
      "takes over, that the command was started once and ran to its end, and that the",
      "server is free again. Other workers and operations are not touched; the",
      "command writes one file in the server's /tmp, which goes again. It takes half",
      "a minute to a minute, and the server's lease for that time.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it recovered", "1:it did not", "5:the platform is not running here"},
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast selftest crash web-1", "  ./holdfast selftest crash web-1 -o json"})
final class SelftestCrashCommand implements Callable<Integer> {
  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "A server on which the command may run.")
  private String server = "";

  SelftestCrashCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    if (!Summary.running(new RunRecords(home))) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "the platform does not run on this machine in " + home.root(),
          "start it with ./holdfast up --detach, or run the test on its machine");
    }
    try (ApiClient api = platform.api(options)) {
      CrashReport report = new CrashTest(home, api, server, options.output()::message).run();
      return options.output().json()
          ? report.print(options.output())
          : report.tell(options.output());
    }
  }
}
