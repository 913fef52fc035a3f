package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the lab has to know of the machine it runs on, and how it adds packages to it. */
final class Machine {

  private final LabProgress progress;
  private final Consent consent;

  Machine(Consent consent, LabProgress progress) {
    this.consent = consent;
    this.progress = progress;
  }

  boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
          && uid == 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  boolean isDebian() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .anyMatch(line -> line.matches("ID(_LIKE)?=\"?(.*\\s)?debian(\\s.*)?\"?"));
    } catch (IOException e) {
      return false;
    }
  }

  boolean hasSystemd() {
    return Files.isDirectory(Path.of("/run/systemd/system"));
  }

  /**
   * Installs Debian packages, having said so and got consent.
   *
   * @throws LabException if that cannot or may not be done, with what the person can do instead
   */
  void install(String why, List<String> packages) {
    String names = String.join(" ", packages);
    if (!isDebian()) {
      throw new LabException(why + " Install it by hand and try again.");
    }
    if (!isRoot()) {
      throw new LabException(
          why + " Run this as root, or first run: sudo apt-get install " + names);
    }
    ask(why, "install " + names + " with apt-get");
    progress.line("Installing " + names + " …");
    Map<String, String> quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
    Program.run(List.of("apt-get", "update", "-q"), quiet, line -> {});
    List<String> command =
        new java.util.ArrayList<>(
            List.of("apt-get", "install", "-q", "-y", "--no-install-recommends"));
    command.addAll(packages);
    Program.run(
        command,
        quiet,
        line -> {
          if (line.startsWith("Setting up ")) {
            progress.line("  " + line);
          }
        });
  }

  /** Says {@code why} and gets consent to {@code deed}, or throws. */
  void ask(String why, String deed) {
    progress.line(why);
    if (!consent.to(deed)) {
      throw new LabException(
          why + " Not allowed to " + deed + ": answer the question on a terminal, or add --yes.");
    }
  }
}
