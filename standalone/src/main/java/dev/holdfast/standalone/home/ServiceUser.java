package dev.holdfast.standalone.home;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL and Redis run as: us, or, as PostgreSQL refuses root, the system user
 * {@code holdfast}.
 */
public final class ServiceUser {

  static final String NAME = "holdfast";

  private final List<String> prefix;
  private final boolean dropped;

  private ServiceUser(List<String> prefix, boolean dropped) {
    this.prefix = prefix;
    this.dropped = dropped;
  }

  /**
   * Finds out how to run services, creating the system user if we are root and there is none.
   *
   * @param directories what the user has to be able to reach
   */
  public static ServiceUser of(List<Path> directories, ShownProgress progress)
      throws IOException, InterruptedException {
    if (!isRoot()) {
      return new ServiceUser(List.of(), false);
    }
    if (!Commands.run(List.of("id", NAME)).succeeded()) {
      progress.line(
          "  running as root: creating the system user " + NAME + " for PostgreSQL and Redis");
      Commands.require(
          Path.of("/"),
          Map.of(),
          List.of(
              "useradd",
              "--system",
              "--user-group",
              "--no-create-home",
              "--home-dir",
              "/nonexistent",
              "--shell",
              "/usr/sbin/nologin",
              NAME));
    }
    List<String> drop =
        List.of(
            "setpriv", "--reuid=" + NAME, "--regid=" + NAME, "--clear-groups", "--no-new-privs");
    List<String> plain = with(drop, "--inh-caps=-all", "--bounding-set=-all");
    if (reaches(plain, directories)) {
      return new ServiceUser(plain, true);
    }
    // The home lies below a directory that only root may enter (mode 0700): reading past it is the
    // one capability that the services keep. Without no_setuid_fixup access(2) would ignore it, and
    // PostgreSQL asks that before it runs its own programs.
    List<String> reading =
        with(
            drop,
            "--inh-caps=-all,+dac_read_search",
            "--ambient-caps=-all,+dac_read_search",
            "--bounding-set=-all,+dac_read_search",
            "--securebits=+no_setuid_fixup");
    if (reaches(reading, directories)) {
      return new ServiceUser(reading, true);
    }
    throw new PlatformFailure(
        PlatformFailure.FAILED,
        "PostgreSQL does not run as root, and the user "
            + NAME
            + " cannot enter "
            + directories
            + ": a directory above it is closed to others. Open it (chmod o+x), or put the platform"
            + " elsewhere (HOLDFAST_HOME)");
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  public List<String> command(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /** Creates a directory that belongs to the user, with mode 0700. */
  public void directory(Path directory) throws IOException {
    OwnerFiles.directory(directory);
    own(directory);
  }

  /** Gives a file of ours to the user. */
  public void own(Path file) throws IOException {
    if (dropped) {
      UserPrincipal user =
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(NAME);
      if (!Files.getOwner(file).equals(user)) {
        Files.setOwner(file, user);
      }
    }
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  private static boolean reaches(List<String> prefix, List<Path> directories)
      throws IOException, InterruptedException {
    for (Path directory : directories) {
      // "." is entered by the lookup, so this needs the directory itself to be passable, too.
      if (!Commands.run(with(prefix, "test", "-x", directory + "/.")).succeeded()) {
        return false;
      }
    }
    return true;
  }
}
