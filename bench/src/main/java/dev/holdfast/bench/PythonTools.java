package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The baselines that are Python packages, in an environment of their own.
 *
 * @param directory of the environment; only what is whole has the mark
 */
record PythonTools(Path directory) {
  private static final String PARALLEL_SSH = "parallel-ssh==2.16.0.post1";
  private static final String ANSIBLE = "ansible-core==2.19.14";

  /** Has the collection community.docker, and ansible-core of the version above. */
  private static final String ANSIBLE_WITH_COLLECTIONS = "ansible==12.3.0";

  private static final Duration TO_INSTALL = Duration.ofMinutes(10);

  /**
   * Installs those for fleets unless they are there.
   *
   * @throws Failure with what pip said, if it cannot
   */
  static PythonTools provide(Path home, Consumer<String> progress)
      throws IOException, InterruptedException {
    return provide(home, "python", List.of(PARALLEL_SSH, ANSIBLE), progress);
  }

  /**
   * Installs Ansible with its collections, a fifth of a gigabyte to fetch, unless it is there.
   *
   * @throws Failure with what pip said, if it cannot
   */
  static PythonTools withCollections(Path home, Consumer<String> progress)
      throws IOException, InterruptedException {
    return provide(home, "python-collections", List.of(ANSIBLE_WITH_COLLECTIONS), progress);
  }

  private static PythonTools provide(
      Path home, String name, List<String> packages, Consumer<String> progress)
      throws IOException, InterruptedException {
    PythonTools tools = new PythonTools(home.resolve("bench").resolve(name).toAbsolutePath());
    Path mark = tools.directory.resolve(".holdfast");
    String wanted = String.join(" ", packages);
    if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
      return tools;
    }
    progress.accept("Installing " + wanted + " with pip into " + tools.directory + " …");
    try {
      run(List.of("python3", "-m", "venv", tools.directory.toString()));
      List<String> install = new ArrayList<>();
      install.add(tools.program("pip"));
      install.addAll(List.of("install", "--quiet", "--disable-pip-version-check"));
      install.addAll(packages);
      run(install);
    } catch (Failure | IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "the baselines cannot be installed: " + e.getMessage(),
          "install Python 3 with venv and pip, and see that pip reaches its index");
    }
    Files.writeString(mark, wanted);
    return tools;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    var _ = BaselineProcess.run(command, Map.of(), "", TO_INSTALL);
  }

  /** The path of one of its programs. */
  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }
}
