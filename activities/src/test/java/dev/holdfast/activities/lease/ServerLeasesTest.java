package dev.holdfast.activities.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.TestServers;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServerLeasesTest {

  @Test
  void shouldAskForOneLeaseOfAMachineWhateverItIsCalled() throws IOException {
    try (TestDatabase database = new TestDatabase();
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      TestServers servers = new TestServers(database.jdbi());
      servers.register(server("web-1", null));
      servers.register(server("web-1-admin", "web-1"));
      servers.register(server("web-2", null));
      WorkflowClient client = temporal.getWorkflowClient();
      ServerLeases leases = new ServerLeases(client, database.jdbi());

      assertThat(leases.requestLease("web-1-admin", request("web-1-admin"))).isEqualTo("web-1");
      String run = run(client, "web-1");
      assertThat(leases.requestLease("web-1", request("web-1"))).isEqualTo("web-1");
      assertThat(leases.requestLease("web-2", request("web-2"))).isEqualTo("web-2");

      assertThat(run(client, "web-1")).isEqualTo(run);
      assertThat(run(client, "web-2")).isNotEqualTo(run);
      assertThatThrownBy(() -> run(client, "web-1-admin"))
          .isInstanceOf(WorkflowNotFoundException.class);
    }
  }

  @Test
  void shouldGiveBackALeaseOnceMoreAndWhereItIsGone() throws IOException {
    try (TestDatabase database = new TestDatabase();
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      new TestServers(database.jdbi()).register(server("web-1", null));
      WorkflowClient client = temporal.getWorkflowClient();
      ServerLeases leases = new ServerLeases(client, database.jdbi());
      String machine = leases.requestLease("web-1", request("web-1"));

      leases.releaseLease(machine, "web-1@run");
      leases.releaseLease(machine, "web-1@run");

      assertThat(released(client, machine)).containsExactly("web-1@run", "web-1@run");
      assertThatCode(() -> leases.releaseLease("web-2", "web-2@run")).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldSendNothingUnderALeaseThatWasEnded() throws IOException {
    try (TestDatabase database = new TestDatabase();
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      new TestServers(database.jdbi()).register(server("web-1", null));
      database.operation("op-1", "exec");
      WorkflowClient client = temporal.getWorkflowClient();
      ServerLeases leases = new ServerLeases(client, database.jdbi());
      LeaseDeliveries deliveries = new LeaseDeliveries(database.jdbi());
      String machine = leases.requestLease("web-1", request("web-1"));
      Step step = new Step("op-1", "web-1", "run", 1, 7, "Run");
      assertThat(deliveries.begin(step)).isPresent();

      leases.endLease(machine, "web-1@run", step);
      leases.endLease(machine, "web-1@run", step);

      assertThat(deliveries.begin(step)).isEmpty();
      assertThat(released(client, machine)).containsExactly("web-1@run", "web-1@run");
    }
  }

  private static List<String> released(WorkflowClient client, String machine) {
    return client.fetchHistory(ServerLease.workflowId(machine)).getEvents().stream()
        .filter(event -> event.hasWorkflowExecutionSignaledEventAttributes())
        .map(event -> event.getWorkflowExecutionSignaledEventAttributes())
        .filter(signal -> signal.getSignalName().equals("release"))
        .map(signal ->
            DefaultDataConverter.STANDARD_INSTANCE.fromPayloads(
                0, Optional.of(signal.getInput()), String.class, String.class))
        .toList();
  }

  @Test
  void shouldDrawHigherTokensThanBeforeARestoreOfTheDatabase() throws Exception {
    try (TestDatabase database = new TestDatabase();
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      ServerLeases leases = new ServerLeases(temporal.getWorkflowClient(), database.jdbi());
      sequence(database, 7);
      long before = leases.nextFencingToken("web-1");
      // What happened after the backup is gone.
      sequence(database, 8);
      while (System.currentTimeMillis() <= before) {
        Thread.onSpinWait(); // a restore takes longer than this millisecond
      }

      long after = leases.nextFencingToken("web-1");

      assertThat(before).isGreaterThan(8);
      assertThat(after).isGreaterThan(before);
    }
  }

  @Test
  void shouldNeverDrawATokenTwiceWhereTheClockWasSetBackOrManyAsk() throws Exception {
    try (TestDatabase database = new TestDatabase();
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ServerLeases leases = new ServerLeases(temporal.getWorkflowClient(), database.jdbi());
      long future = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
      sequence(database, future);

      List<Future<Long>> drawn =
          threads.invokeAll(Collections.nCopies(50, () -> leases.nextFencingToken("web-1")));

      assertThat(drawn)
          .extracting(Future::get)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(future + 1, future + 50).boxed().toList());
    }
  }

  private static void sequence(TestDatabase database, long last) {
    database.jdbi().useHandle(h -> h.execute("select setval('fencing_tokens', ?)", last));
  }

  private static String run(WorkflowClient client, String name) {
    return client
        .newUntypedWorkflowStub(ServerLease.workflowId(name))
        .describe()
        .getExecution()
        .getRunId();
  }

  private static Request request(String server) {
    return new Request(server + "@run", "op-1/" + server, "run", Priority.NORMAL, null, server);
  }

  private static Server server(String name, @Nullable String aliasOf) {
    return new Server(
        name,
        "192.0.2.1",
        22,
        "admin",
        "server/" + name + "/key",
        List.of(),
        Map.of(),
        null,
        Access.PLAIN,
        null,
        aliasOf);
  }
}
