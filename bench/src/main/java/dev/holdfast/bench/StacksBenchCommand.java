package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench stacks}: a stack of containers against docker-compose and Ansible. */
@Command(
    name = "stacks",
    header = "A stack of containers, against docker-compose and Ansible.",
    description = {
      "%nThe same three hardened tools on lab servers of its own, which go again: deployed, deployed"
          + " again without a change, with another release of one tool, and rolled back. Shows medians"
          + " and ratios, and ends with 1 if the promise is not kept: three times as fast as each of"
          + " the others where nothing changes.",
      "%nNeeds a running platform, Docker, docker-compose, the OpenSSH client, and Python 3 with venv"
          + " and pip: the first run installs Ansible with its collections below the home directory."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench stacks", "  ./holdfast bench stacks --servers 1 -o json"})
public final class StacksBenchCommand implements Callable<Integer> {
  /** What Ansible's modules for Docker need on the servers. */
  private static final List<String> FOR_MODULES = List.of("python3", "python3-requests");

  private static final int MOST_SERVERS = 20;
  private static final int MOST_ROUNDS = 100;

  private final Path home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each way is taken (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements on a lab below the home directory. */
  public StacksBenchCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--servers", servers, 1, MOST_SERVERS);
    LabBench.check(options, "--rounds", rounds, 1, MOST_ROUNDS);
    LabBench.needOpenSsh("ssh");
    LabBench.need(ComposeStack.PROGRAM, "docker-compose python3-paramiko");
    try (ApiClient api = platform.api(options)) {
      // Before minutes are spent on what it is measured against.
      var _ = api.get("/me");
      CliProcess cli = CliProcess.likeThis();
      PythonTools tools = PythonTools.withCollections(home, options.output()::message);
      return bench.run(
          options,
          home,
          "bench-stacks",
          lab -> measure(api, cli, tools, lab, lab.upWithDocker(servers, FOR_MODULES)));
    }
  }

  private StacksVerdict measure(
      ApiClient api, CliProcess cli, PythonTools tools, Lab lab, List<LabServer> fleet)
      throws Exception {
    String image = StackImage.provide(lab, fleet);
    List<LabServer> named =
        fleet.stream().map(server -> server.renamed("bench-" + server.name())).toList();
    try (HoldfastStack holdfast = new HoldfastStack(api, cli, named, image);
        ComposeStack compose = new ComposeStack(fleet);
        AnsibleStack ansible = new AnsibleStack(tools, fleet)) {
      options.output().message("Measuring " + rounds + " rounds on " + servers + " servers …");
      return new StacksVerdict(
          servers, new StacksBench(holdfast, List.of(compose, ansible), rounds).run());
    }
  }
}
