package dev.holdfast.standalone.command;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.platform.Listening;
import dev.holdfast.standalone.platform.Parts;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.service.PlatformService;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: the platform in the foreground, or detached. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    header = "Start the platform on this machine.",
    description = {
      "%nPostgreSQL, Redis and Temporal, the API and a worker, reached from this machine",
      "only, unless --listen says otherwise for the API. What was running when it",
      "went down continues. Data stays in .holdfast/ beside the launcher, or in",
      "HOLDFAST_HOME.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast up               in the foreground, until Ctrl-C",
      "  ./holdfast up --detach      in the background, started again if it dies;",
      "                              ./holdfast down stops it",
      "  ./holdfast up --no-worker   with workers of their own: ./holdfast worker",
      "  ./holdfast up --detach --tls --listen 0.0.0.0 --tls-name holdfast.lan",
      "                              for other machines, too; clients trust",
      "                              certificates/ca.pem of the home: --tls-ca FILE",
      "  ./holdfast up --install-service",
      "                              as a service of systemd, from boot on;",
      "                              ./holdfast down --remove-service removes it",
      "",
      "TEMPORAL_ADDRESS=host:port uses a Temporal server of yours in place of the",
      "built-in one, with",
      "  TEMPORAL_NAMESPACE        the namespace (holdfast)",
      "  TEMPORAL_TLS=true         TLS with the system's authorities",
      "  TEMPORAL_TLS_CA           its authority, or",
      "                            TEMPORAL_TLS_SERVER_CA_CERT_PATH",
      "  TEMPORAL_TLS_CERT, _KEY   our certificate and PKCS#8 key, or",
      "                            TEMPORAL_TLS_CLIENT_CERT_PATH and _KEY_PATH",
      "  TEMPORAL_TLS_SERVER_NAME  the name in its certificate"
    })
public final class UpCommand implements Callable<Integer> {

  private final Parts parts;

  @Option(names = "--detach", description = "Return when the platform is healthy.")
  private boolean detach;

  @Option(names = "--no-worker", description = "Start no worker in the platform's process.")
  private boolean noWorker;

  @Option(names = "--port", paramLabel = "N", description = "The port of the API (8080).")
  private @Nullable Integer port;

  @Option(names = "--tls", description = "HTTPS, by a certificate of the platform's own.")
  private boolean tls;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "HTTPS by this certificate (PEM), for the names in it.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of --tls-certificate (PEM, PKCS#8).")
  private @Nullable Path key;

  @Option(
      names = "--tls-name",
      paramLabel = "NAME",
      description = "A further name or address for the platform's own certificate.")
  private List<String> names = List.of();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Listen for the API here, not on loopback; needs HTTPS.")
  private @Nullable String listen;

  @Option(
      names = "--install-service",
      description = "Let systemd start the platform with the machine, as it is started now.")
  private boolean installService;

  /** Started by systemd: what runs already is adopted. */
  @Option(names = "--service", hidden = true)
  private boolean service;

  /** Detached: started by the keeper, which may start it again after the file is gone. */
  @Option(names = "--kept", hidden = true)
  private boolean kept;

  @Option(names = "--progress-file", hidden = true)
  private @Nullable Path progressFile;

  public UpCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    Listening listening = new Listening(port, listen, tls, certificate, key, names);
    listening.check();
    Home home = Home.ofEnvironment();
    home.create();
    refuseToListenOtherwise(home, listening);
    if (installService) {
      PlatformService.of(home).install(options(listening), ShownProgress.onStandardError());
      return 0;
    }
    if (service) {
      return new DetachedUp(home).runAsService(options(listening));
    }
    if (detach) {
      return new DetachedUp(home).run(options(listening));
    }
    Parts running = noWorker ? parts.withoutWorker() : parts;
    if (kept) {
      ShownProgress progress =
          progressFile == null || !Files.exists(progressFile)
              ? new ShownProgress(System.err)
              : new ShownProgress(
                  new PrintStream(Files.newOutputStream(progressFile, StandardOpenOption.APPEND)),
                  System.err);
      return new ForegroundUp(home, progress, running).run(listening, false);
    }
    PrintStream terminal = System.err;
    logInto(home.log(RunRecords.PLATFORM));
    return new ForegroundUp(home, new ShownProgress(terminal), running).run(listening, true);
  }

  /** What runs already keeps listening as it does: who asks for something else must know. */
  private static void refuseToListenOtherwise(Home home, Listening listening) {
    RunRecords records = new RunRecords(home);
    if (!listening.asked() || !Summary.running(records) || Summary.outdated(records)) {
      return;
    }
    PlatformConfig.Api api = PlatformConfig.read(home.root()).api();
    if (!listening.like(api)) {
      throw new PlatformFailure(
          PlatformFailure.USAGE,
          "the platform that runs listens otherwise, at "
              + api.url()
              + "; to change that: ./holdfast down, then this again");
    }
  }

  /** What a platform in the background is given of these options. */
  private List<String> options(Listening listening) {
    List<String> options = new ArrayList<>();
    if (noWorker) {
      options.add("--no-worker");
    }
    options.addAll(listening.options());
    return options;
  }

  /** The parts log to the standard streams; a person in the foreground wants the summary alone. */
  private static void logInto(Path file) throws IOException {
    PrintStream log =
        new PrintStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true);
    System.setOut(log);
    System.setErr(log);
  }
}
