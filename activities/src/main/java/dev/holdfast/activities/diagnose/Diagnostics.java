package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisActivities;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at servers with every check that there is. Thread-safe. */
public final class Diagnostics implements DiagnosisActivities {
  private static final Duration LIMIT = Duration.ofSeconds(29);

  /** Where one of these has a problem, there is no way to the server. */
  private static final Set<String> WAY = Set.of(DnsCheck.NAME, TcpCheck.NAME, JumpCheck.NAME);

  private final ServerLookup servers;
  private final Supplier<Ssh> fresh;
  private final Map<String, Map<String, List<String>>> adapters;
  private final Optional<Machines> machines;
  private final Consumer<Server> reached;
  private final Consumer<Server> failed;

  /**
   * @param fresh a way to servers without any connection yet: one that is open already would hide
   *     what keeps the next from opening
   * @param adapters what each adapter offers, by its name and by kind of algorithm
   * @param machines where is kept which machine a server is; without it nobody asks
   */
  public Diagnostics(
      ServerLookup servers,
      Supplier<Ssh> fresh,
      Map<String, Map<String, List<String>>> adapters,
      Optional<Machines> machines) {
    this(servers, fresh, adapters, machines, _ -> {}, _ -> {});
  }

  /**
   * @param reached told of a server that lets us in
   * @param failed told of one to which there is no way
   */
  public Diagnostics(
      ServerLookup servers,
      Supplier<Ssh> fresh,
      Map<String, Map<String, List<String>>> adapters,
      Optional<Machines> machines,
      Consumer<Server> reached,
      Consumer<Server> failed) {
    this.reached = reached;
    this.failed = failed;
    this.servers = servers;
    this.fresh = fresh;
    this.adapters = Map.copyOf(adapters);
    this.machines = machines;
  }

  @Override
  public Diagnosis diagnose(DiagnosisRequest request) {
    Server server =
        servers
            .find(request.server())
            .orElseThrow(() ->
                ApplicationFailure.newNonRetryableFailure(
                    "there is no server '" + request.server() + "'", FailureType.BAD_INPUT.name()));
    Instant at = Instant.now();
    long begun = System.nanoTime();
    try (Ssh ssh = fresh.get()) {
      List<Finding> findings =
          new Examination(checks(server, ssh, Boolean.TRUE.equals(request.loginOnly())), LIMIT)
              .run();
      tell(server, findings);
      return new Diagnosis(server.name(), at, findings, (System.nanoTime() - begun) / 1_000_000);
    } catch (InterruptedException e) {
      throw Failures.interrupted();
    }
  }

  private void tell(Server server, List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.check().equals(LoginCheck.NAME) && finding.level() == Level.OK) {
        reached.accept(server);
      } else if (WAY.contains(finding.check()) && finding.level() == Level.PROBLEM) {
        failed.accept(server);
      }
    }
  }

  private List<Check> checks(Server server, Ssh ssh, boolean loginOnly) {
    List<Check> checks = new ArrayList<>(way(server, ssh));
    checks.add(new LoginCheck(server, ssh, checks.getLast().name()));
    checks.add(new ShellCheck(server, ssh));
    checks.add(new SudoCheck(server, ssh));
    machines.ifPresent(known -> checks.add(new MachineCheck(server, ssh, servers, known)));
    if (loginOnly) {
      return checks;
    }
    checks.add(new SftpCheck(server, ssh));
    checks.addAll(FilesReading.all(server));
    checks.addAll(DiskReading.all());
    checks.add(new ClockCheck(server, ssh));
    checks.addAll(MachineReading.all());
    checks.addAll(SshdReading.all());
    checks.add(new LatencyCheck(server, ssh));
    checks.add(new ConnectCheck());
    checks.add(ThroughputCheck.up(server, ssh));
    checks.add(ThroughputCheck.down(server, ssh));
    return checks;
  }

  /** What lies before a login. Behind a jump host, the login itself shows all the rest. */
  private List<Check> way(Server server, Ssh ssh) {
    if (server.jump().isPresent()) {
      String name = server.jump().get();
      return List.of(
          new JumpCheck(
              servers
                  .find(name)
                  .orElseThrow(() ->
                      ApplicationFailure.newNonRetryableFailure(
                          "%s is reached through %s, which is not registered"
                              .formatted(server.name(), name),
                          FailureType.BAD_INPUT.name())),
              ssh));
    }
    return List.of(
        new DnsCheck(server),
        new TcpCheck(server),
        new GreetingCheck(),
        new AlgorithmsCheck(server.name(), adapters),
        new HostKeyCheck(server),
        new MethodsCheck(server));
  }
}
