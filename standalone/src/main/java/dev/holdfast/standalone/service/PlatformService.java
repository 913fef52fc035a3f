package dev.holdfast.standalone.service;

import dev.holdfast.platform.secret.KeyEncryption;
import dev.holdfast.standalone.home.Commands;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.home.ShownProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The platform of a home as a service of systemd, which starts it with the machine. */
public final class PlatformService {

  /**
   * What of the environment of {@code up --install-service} the service gets; no secret is in it.
   */
  private static final List<String> HANDED_ON =
      List.of(
          "TEMPORAL_ADDRESS",
          "TEMPORAL_NAMESPACE",
          "TEMPORAL_TLS",
          "TEMPORAL_TLS_CA",
          "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
          "TEMPORAL_TLS_CERT",
          "TEMPORAL_TLS_KEY",
          "TEMPORAL_TLS_CLIENT_CERT_PATH",
          "TEMPORAL_TLS_CLIENT_KEY_PATH",
          "TEMPORAL_TLS_SERVER_NAME",
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          KeyEncryption.FILE,
          KeyEncryption.COMMAND);

  private final Home home;
  private final Map<String, String> environment;
  private final Systemd systemd;

  private PlatformService(Home home, Map<String, String> environment, Systemd systemd) {
    this.home = home;
    this.environment = environment;
    this.systemd = systemd;
  }

  public static PlatformService of(Home home) {
    Map<String, String> environment = System.getenv();
    return new PlatformService(
        home, environment, Systemd.ofThisUser(ServiceUser.isRoot(), environment));
  }

  /** Whether there is a service that starts the platform of this home. */
  public boolean installed() throws IOException {
    return Systemd.runsHere() && ours();
  }

  private boolean ours() throws IOException {
    return Files.exists(file()) && ServiceUnit.starts(home, Files.readString(file()));
  }

  /**
   * Writes the unit where it differs, enables and starts it; a platform that runs is adopted.
   *
   * @param options of {@code up}
   */
  public void install(List<String> options, ShownProgress progress)
      throws IOException, InterruptedException {
    systemd.require();
    requireNoKey();
    requireRootsOwn();
    if (Files.exists(file()) && !ours()) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          file()
              + " starts another platform. Remove it there first: ./holdfast down --remove-service");
    }
    boolean written = write(unit(options).text(systemd.system()));
    if (written) {
      progress.line("Wrote " + file());
      require("daemon-reload");
    }
    boolean ran = active();
    if (!systemd.succeeds("is-enabled", "--quiet", ServiceUnit.NAME)) {
      require("enable", ServiceUnit.NAME);
    }
    if (!ran || written) {
      start(progress);
    }
    progress.line(
        ran && !written
            ? "The service is installed already and runs."
            : "Holdfast is a service now.");
    tell(progress);
  }

  /** Everybody may read a unit, and a service that comes up without its key reads nothing. */
  private void requireNoKey() {
    if (!environment.getOrDefault(KeyEncryption.VARIABLE, "").isBlank()) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          "%s is a key, and a unit holds none: put it into a file that only this user reads, and give %s=PATH"
              .formatted(KeyEncryption.VARIABLE, KeyEncryption.FILE));
    }
  }

  /** Root must not run at each boot what a user of this machine can change. */
  private void requireRootsOwn() throws IOException {
    if (!systemd.system()) {
      return;
    }
    for (Path path : List.of(launcher(), home.root())) {
      Optional<Path> changed = RootsOwn.changedByOthers(path);
      if (changed.isPresent()) {
        throw new PlatformFailure(
            PlatformFailure.FAILED,
            "a service of the system runs as root, and others than root can change %s. Install Holdfast where only root can write, such as /opt/holdfast, or call this as the user who owns it"
                .formatted(changed.get()));
      }
    }
  }

  public boolean active() throws IOException, InterruptedException {
    return systemd.succeeds("is-active", "--quiet", ServiceUnit.NAME);
  }

  /** Starts the service, or restarts it if it runs, and waits until the platform is healthy. */
  public void start(ShownProgress progress) throws IOException, InterruptedException {
    systemd.require();
    progress.line("Starting the service holdfast: waiting until it is healthy");
    Commands.Result started = systemd.run("restart", ServiceUnit.NAME);
    if (started.exitCode() != 0) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          "the service did not start; systemd tries again until ./holdfast down. See "
              + systemd.typed("journalctl", "-u holdfast -n 20")
              + " and "
              + home.logs());
    }
  }

  /** Stops the service, if it runs or is about to be started again. */
  public void stop() throws IOException, InterruptedException {
    if (installed()) {
      // Where there is no manager for this user now, there is nothing that starts it again.
      systemd.run("stop", ServiceUnit.NAME);
    }
  }

  /** Stops the service and removes its unit; tells whether there was one. */
  public boolean remove(ShownProgress progress) throws IOException, InterruptedException {
    if (!ours()) {
      progress.line("There is no service for the platform in " + home.root() + ".");
      return false;
    }
    systemd.require();
    require("disable", "--now", ServiceUnit.NAME);
    Files.delete(file());
    require("daemon-reload");
    systemd.run("reset-failed", ServiceUnit.NAME);
    progress.line("Removed " + file());
    return true;
  }

  /** What a person wants to know of the service. */
  private void tell(ShownProgress progress) {
    progress.line("  Show      " + systemd.typed("systemctl", "status holdfast"));
    progress.line("  Messages  " + systemd.typed("journalctl", "-u holdfast") + "; " + home.logs());
    progress.line("  Stop      ./holdfast down, until the next boot");
    progress.line("  Remove    ./holdfast down --remove-service");
    progress.line(
        systemd.staysWithoutLogin()
            ? "It starts with the machine."
            : "It runs while "
                + systemd.user()
                + " is logged in. To start it with the machine: sudo loginctl enable-linger "
                + systemd.user());
  }

  private ServiceUnit unit(List<String> options) {
    SequencedMap<String, String> kept = new LinkedHashMap<>();
    kept.put("HOME", System.getProperty("user.home"));
    kept.put("JAVA_HOME", System.getProperty("java.home"));
    kept.put("HOLDFAST_HOME", home.root().toString());
    HANDED_ON.forEach(name -> {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        kept.put(name, value);
      }
    });
    return new ServiceUnit(home, launcher(), options, kept);
  }

  private Path launcher() {
    String launcher = environment.get("HOLDFAST_LAUNCHER");
    if (launcher == null) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          "a service starts the launcher: call this by ./holdfast up --install-service");
    }
    return Path.of(launcher);
  }

  private void require(String... arguments) throws IOException, InterruptedException {
    Commands.Result result = systemd.run(arguments);
    if (result.exitCode() != 0) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          systemd.typed("systemctl", String.join(" ", arguments))
              + " failed: "
              + result.output().strip());
    }
  }

  private Path file() {
    return systemd.units().resolve(ServiceUnit.NAME);
  }

  /** In one step, readable by all as units are; tells whether it differed. */
  private boolean write(String text) throws IOException {
    if (Files.exists(file()) && Files.readString(file()).equals(text)) {
      return false;
    }
    Files.createDirectories(systemd.units());
    Path fresh = systemd.units().resolve("." + ServiceUnit.NAME + ".new");
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
