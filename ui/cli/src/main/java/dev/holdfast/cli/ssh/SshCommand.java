package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a shell on a server, or runs one command there. */
@Command(
    name = "ssh",
    header = "Open a shell on a server, or run one command there.",
    description = {
      "%nRuns your own ssh with the pinned host keys of the server. The login key stays in the"
          + " platform, which signs this one login.%n",
      "One argument after NAME is a line for the server's shell; of several each one arrives as you"
          + " typed it. Options of holdfast stand before the command.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ssh web-1",
      "  ./holdfast ssh web-1 'df -h | sort'",
      "  ./holdfast ssh web-1 touch 'a file with spaces'",
      "  ./holdfast ssh web-1 -t top",
      "  ./holdfast ssh web-1 --mount /etc      (at ~/holdfast/web-1 meanwhile)",
      "The exit code is the command's; 255 is ssh's own.",
      "HOLDFAST_SSH_MOUNT=true mounts the home directory with every shell;",
      "HOLDFAST_MOUNTS is another place than ~/holdfast."
    })
public final class SshCommand implements Callable<Integer> {
  private static final int SSH_FAILED = 255;
  private static final String HOME = "~";

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--mount",
      arity = "0..1",
      fallbackValue = HOME,
      parameterConsumer = RemotePathConsumer.class,
      paramLabel = "REMOTE",
      order = 1,
      description = {
        "Mount this directory of the server for as long as the session lasts: an absolute path, or"
            + " one from ~ (default: the home)."
      })
  private @Nullable String mount;

  @Option(
      names = {"-t", "--tty"},
      order = 2,
      description = "Give the command a terminal, as top and sudo want it.")
  private boolean tty;

  @Parameters(index = "0", paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      parameterConsumer = RestConsumer.class,
      paramLabel = "COMMAND",
      description = "What to run in place of a shell.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = options.output();
    if (output.json()) {
      throw Failure.usage(
          "a shell does not speak JSON: what a command writes comes as it is",
          "leave -o json out; ./holdfast server show " + name + " -o json describes the server");
    }
    Surroundings surroundings = options.surroundings();
    String ssh = LocalProgram.require(surroundings, "ssh", "openssh-client");
    var records = new MountRecords(surroundings);
    new Unmounter(surroundings, records).sweep();
    try (ApiClient api = platform.api(options);
        Cleanup cleanup = new Cleanup()) {
      OpenSshLogin login = OpenSshLogin.prepare(api, name, surroundings, cleanup, "ssh");
      mountIfWanted(login, records, cleanup);
      int code = Foreground.run(LocalProgram.command(surroundings, line(ssh, login)), cleanup);
      if (code == SSH_FAILED) {
        explain(output, login);
      }
      return code;
    }
  }

  private List<String> line(String ssh, OpenSshLogin login) {
    List<String> line = new ArrayList<>(List.of(ssh, "-F", login.configuration().toString()));
    if (tty) {
      // Once would be taken back where standard input is no terminal.
      line.add("-tt");
    }
    line.addAll(List.of("--", login.host()));
    if (!command.isEmpty()) {
      line.add(RemoteCommand.line(command));
    }
    return line;
  }

  private void mountIfWanted(OpenSshLogin login, MountRecords records, Cleanup cleanup) {
    boolean always = options.surroundings().variable("HOLDFAST_SSH_MOUNT").equals("true");
    if (mount != null) {
      mount(login, mount, records, cleanup);
    } else if (always && command.isEmpty()) {
      try {
        mount(login, HOME, records, cleanup);
      } catch (Failure e) {
        // Nobody has asked for it this time: the shell is what matters.
        options.output().message("Not mounted: " + e.getMessage());
      }
    }
  }

  private void mount(OpenSshLogin login, String remote, MountRecords records, Cleanup cleanup) {
    Surroundings surroundings = options.surroundings();
    Sshfs sshfs = Sshfs.require(surroundings, records);
    MountPoint point = MountPoint.prepare(MountPoint.locate(place(login).toString()));
    Mount mounted =
        sshfs.mount(
            login, TypedDirectory.of(remote), point, OwningProcess.current().toString(), cleanup);
    SessionMount.watch(surroundings, mounted, records, cleanup);
    options
        .output()
        .message("Mounted " + login.host() + ":" + remote + " at " + mounted.local() + ".");
  }

  private Path place(OpenSshLogin login) {
    String set = options.surroundings().variable("HOLDFAST_MOUNTS");
    Path base =
        set.isEmpty() ? Path.of(options.surroundings().variable("HOME"), "holdfast") : Path.of(set);
    return base.resolve(login.host());
  }

  private static void explain(Output output, OpenSshLogin login) {
    String refusal = login.refusal();
    output.failure(
        refusal.isEmpty()
            ? new Failure(
                ExitCode.FAILED,
                "ssh ended with 255: it could not log in to "
                    + login.host()
                    + ", lost it, or the command itself ended so",
                "read what ssh says above; ./holdfast server show " + login.host())
            : new Failure(
                ExitCode.REFUSED,
                "the platform did not sign the login: " + refusal,
                "./holdfast server show " + login.host()));
  }
}
