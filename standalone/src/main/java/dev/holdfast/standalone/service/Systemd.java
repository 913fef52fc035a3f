package dev.holdfast.standalone.service;

import dev.holdfast.standalone.home.Commands;
import dev.holdfast.standalone.home.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service manager that the present user may use: the system's for root, a manager of their own
 * for others.
 *
 * @param system whether it is the system's
 * @param user who it is
 * @param units where the units are that it is given
 */
record Systemd(boolean system, String user, Path units) {

  /** systemd itself says by this directory that it has booted the machine. */
  private static final Path BOOTED = Path.of("/run/systemd/system");

  private static final Path LINGERING = Path.of("/var/lib/systemd/linger");

  static Systemd ofThisUser(boolean root, Map<String, String> environment) {
    String user = System.getProperty("user.name");
    if (root) {
      return new Systemd(true, user, Path.of("/etc/systemd/system"));
    }
    String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        configuration.isBlank()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(configuration);
    return new Systemd(false, user, base.resolve("systemd/user"));
  }

  static boolean runsHere() {
    return Files.isDirectory(BOOTED);
  }

  /** Fails where there is no manager to give a unit to. */
  void require() throws IOException, InterruptedException {
    if (!runsHere()) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          "systemd does not run on this machine, so it cannot start a service. Start the platform by"
              + " ./holdfast up --detach, at boot by whatever starts programs here");
    }
    if (!succeeds("show", "--property=Version")) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          system
              ? "systemd does not answer: see systemctl status"
              : "systemd has no manager for "
                  + user
                  + ". Log in as "
                  + user
                  + " itself, by SSH or at a console, not by su or sudo");
    }
  }

  /** Whether the manager keeps running without a login of the user, from boot on. */
  boolean staysWithoutLogin() {
    return system || Files.exists(LINGERING.resolve(user));
  }

  boolean succeeds(String... arguments) throws IOException, InterruptedException {
    return run(arguments).exitCode() == 0;
  }

  Commands.Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    if (!system) {
      command.add("--user");
    }
    command.addAll(List.of(arguments));
    return Commands.run(Path.of("/"), runtimeDirectory(), command);
  }

  /** As a person types it. */
  String typed(String program, String rest) {
    return program + (system ? " " : " --user ") + rest;
  }

  /** Without it systemctl does not find the manager; not every way to log in sets it. */
  private Map<String, String> runtimeDirectory() throws IOException {
    Map<String, String> environment = new HashMap<>();
    if (!system && System.getenv("XDG_RUNTIME_DIR") == null) {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      environment.put("XDG_RUNTIME_DIR", "/run/user/" + uid);
    }
    return environment;
  }
}
