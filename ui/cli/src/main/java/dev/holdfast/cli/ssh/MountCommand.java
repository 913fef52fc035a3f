package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Mounts a directory of a server here, or lists what is mounted. */
@Command(
    name = "mount",
    header = "Mount a directory of a server here, or list what is mounted.",
    description = {
      "%nMounts through SSHFS until ./holdfast unmount. The login key stays in the platform, which"
          + " signs this one login; when the connection is lost for good, unmount and mount"
          + " again.%n",
      "Without arguments lists the mounts with their state: mounted, silent (the server does not"
          + " answer), stale (the connection is lost).%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast mount web-1 ~/web-1              (the login user's home)",
      "  ./holdfast mount web-1 /var/log ~/web-1-log",
      "  ./holdfast mount",
      "  ./holdfast unmount ~/web-1"
    })
public final class MountCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      arity = "0..3",
      paramLabel = "NAME [REMOTE] LOCAL",
      hideParamSyntax = true,
      description = {
        "The server, its directory (absolute or from ~; by default the home), and a new or empty"
            + " directory here."
      })
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    Surroundings surroundings = options.surroundings();
    var records = new MountRecords(surroundings);
    var unmounter = new Unmounter(surroundings, records);
    unmounter.sweep();
    return switch (words.size()) {
      case 0 -> list(records, unmounter);
      case 1 ->
          throw Failure.usage(
              "where to mount " + words.getFirst() + " is missing",
              "./holdfast mount " + words.getFirst() + " LOCAL");
      case 2 -> mount(words.get(0), "~", words.get(1), records);
      default -> mount(words.get(0), words.get(1), words.get(2), records);
    };
  }

  private int mount(String name, String remote, String local, MountRecords records) {
    Surroundings surroundings = options.surroundings();
    Output output = options.output();
    Sshfs sshfs = Sshfs.require(surroundings, records);
    String directory = TypedDirectory.of(remote);
    try (ApiClient api = platform.api(options);
        Cleanup cleanup = new Cleanup()) {
      OpenSshLogin login = OpenSshLogin.prepare(api, name, surroundings, cleanup, "mount");
      MountPoint point = MountPoint.prepare(MountPoint.locate(local));
      Mount mount = sshfs.mount(login, directory, point, "", cleanup);
      if (output.json()) {
        output.document(mount.shown("mounted"));
      } else {
        output.message("Mounted " + name + ":" + remote + " at " + mount.local() + ".");
      }
      return ExitCode.DONE.code();
    }
  }

  private int list(MountRecords records, Unmounter unmounter) {
    Output output = options.output();
    List<JsonNode> documents = new ArrayList<>();
    Table table = new Table("SERVER", "REMOTE", "LOCAL", "STATE").withState(3);
    for (Mount mount : records.all()) {
      String state = unmounter.state(mount);
      documents.add(mount.shown(state));
      table.row(mount.server(), mount.shownRemote(), mount.local().toString(), state);
    }
    if (output.json()) {
      output.document(Json.of(documents));
    } else if (table.isEmpty()) {
      output.message("Nothing is mounted. ./holdfast mount --help says how.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }
}
