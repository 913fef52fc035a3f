package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Surroundings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Unmounts what was mounted with {@code mount}. */
@Command(
    name = "unmount",
    header = "Unmount a directory that was mounted with ./holdfast mount.",
    description = "%nTakes away dead mounts, too. Mounts of others are skipped.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast unmount ~/web-1", "  ./holdfast unmount ~/web-1 --lazy"})
public final class UnmountCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--lazy",
      order = 1,
      description = "Also while it is in use: files that are open stay readable until closed.")
  private boolean lazy;

  @Parameters(paramLabel = "LOCAL", description = "The directory here.")
  private String local = "";

  @Override
  public Integer call() {
    Surroundings surroundings = options.surroundings();
    Output output = options.output();
    var records = new MountRecords(surroundings);
    Path path = MountPoint.locate(local);
    Mount mount = records.at(path).orElseThrow(() -> unknown(path));
    boolean present = mount.present();
    new Unmounter(surroundings, records).unmount(mount, lazy);
    if (output.json()) {
      output.document(mount.shown("unmounted"));
    } else {
      output.message(
          present
              ? "Unmounted " + path + "."
              : path + " was unmounted already; its record is gone now, too.");
    }
    return ExitCode.DONE.code();
  }

  private static Failure unknown(Path path) {
    return MountTable.at(path).isPresent()
        ? new Failure(
            ExitCode.REFUSED,
            "what is mounted at " + path + " was not mounted by ./holdfast mount",
            "./holdfast mount lists ours; fusermount3 -u " + path + " unmounts any of yours")
        : new Failure(
            ExitCode.NOT_FOUND,
            "nothing is mounted at " + path,
            "./holdfast mount lists the mounts");
  }
}
