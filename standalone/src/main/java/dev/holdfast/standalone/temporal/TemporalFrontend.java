package dev.holdfast.standalone.temporal;

import com.google.protobuf.Duration;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.standalone.home.PlatformFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.ServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the platform asks of a Temporal frontend: is it there, and does it have our namespace. */
public final class TemporalFrontend {

  public static final String NAMESPACE = "holdfast";
  private static final Duration RETENTION = Duration.newBuilder().setSeconds(30L * 86_400).build();

  private static final java.time.Duration CACHE_PATIENCE = java.time.Duration.ofSeconds(30);

  private TemporalFrontend() {}

  /** Succeeds if the frontend answers within two seconds. */
  public static void check(PlatformConfig.Temporal temporal) throws IOException {
    WorkflowServiceStubs stubs = stubs(temporal);
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } finally {
      stubs.shutdownNow();
    }
  }

  /**
   * Succeeds if Temporal has seen the process ask for work on each of these task queues of late.
   */
  public static void requirePoller(PlatformConfig.Temporal temporal, List<String> queues, long pid)
      throws IOException {
    WorkflowServiceStubs stubs = stubs(temporal);
    try {
      for (String queue : queues) {
        boolean seen = polled(stubs, temporal.namespace(), queue, pid);
        if (!seen) {
          throw new IOException("Temporal sees no worker of process " + pid + " on " + queue);
        }
      }
    } finally {
      stubs.shutdownNow();
    }
  }

  /** The SDK names a worker {@code PID@HOST} unless it is told otherwise. */
  private static boolean polled(
      WorkflowServiceStubs stubs, String namespace, String queue, long pid) {
    return Stream.of(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
        .flatMap(type ->
            stubs
                .blockingStub()
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .describeTaskQueue(
                    DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .setTaskQueueType(type)
                        .build())
                .getPollersList()
                .stream())
        .anyMatch(poller -> poller.getIdentity().startsWith(pid + "@"));
  }

  /** Makes the namespace with its retention and search attributes, as far as they are missing. */
  public static void prepareNamespace(PlatformConfig.Temporal temporal)
      throws IOException, InterruptedException {
    WorkflowServiceStubs stubs = stubs(temporal);
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            options(OperatorServiceStubsOptions.newBuilder(), temporal)
                .validateAndBuildWithDefaults());
    try {
      namespace(stubs, temporal.namespace());
      searchAttributes(operator, temporal.namespace());
      awaitSearchAttributes(operator, temporal.namespace());
    } finally {
      operator.shutdownNow();
      stubs.shutdownNow();
    }
  }

  /** Opens a connection, which the caller shuts down. */
  public static WorkflowServiceStubs stubs(PlatformConfig.Temporal temporal) throws IOException {
    return WorkflowServiceStubs.newServiceStubs(
        options(WorkflowServiceStubsOptions.newBuilder(), temporal).validateAndBuildWithDefaults());
  }

  private static void namespace(WorkflowServiceStubs stubs, String name) {
    try {
      var current =
          stubs
              .blockingStub()
              .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(name).build());
      if (!current.getConfig().getWorkflowExecutionRetentionTtl().equals(RETENTION)) {
        stubs
            .blockingStub()
            .updateNamespace(
                UpdateNamespaceRequest.newBuilder()
                    .setNamespace(name)
                    .setConfig(
                        NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(RETENTION))
                    .build());
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      stubs
          .blockingStub()
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(name)
                  .setDescription("Operations of Holdfast")
                  .setWorkflowExecutionRetentionPeriod(RETENTION)
                  .build());
    }
  }

  private static void searchAttributes(OperatorServiceStubs operator, String namespace)
      throws InterruptedException {
    Map<String, IndexedValueType> missing = missing(operator, namespace);
    if (!missing.isEmpty()) {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(missing)
                  .build());
    }
  }

  /** The server takes new attributes into use when its cache of namespaces is read again. */
  private static void awaitSearchAttributes(OperatorServiceStubs operator, String namespace)
      throws InterruptedException {
    Instant end = Instant.now().plus(CACHE_PATIENCE);
    while (!missing(operator, namespace).isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new PlatformFailure(
            PlatformFailure.FAILED, "Temporal does not take the search attributes of " + namespace);
      }
      Thread.sleep(100);
    }
  }

  /** The attributes that are not registered; waits for a new namespace to be known. */
  private static Map<String, IndexedValueType> missing(
      OperatorServiceStubs operator, String namespace) throws InterruptedException {
    Instant end = Instant.now().plus(CACHE_PATIENCE);
    while (true) {
      try {
        Map<String, IndexedValueType> present =
            operator
                .blockingStub()
                .listSearchAttributes(
                    ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
                .getCustomAttributesMap();
        return SearchAttributes.all().stream()
            .map(SearchAttributeKey::getName)
            .filter(name -> !present.containsKey(name))
            .collect(
                Collectors.toMap(
                    name -> name, name -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.NOT_FOUND || Instant.now().isAfter(end)) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private static <T extends ServiceStubsOptions.Builder<T>> T options(
      T builder, PlatformConfig.Temporal temporal) throws IOException {
    builder.setTarget(temporal.address());
    PlatformConfig.Tls tls = temporal.tls();
    if (tls != null) {
      builder.setSslContext(context(tls));
      String name = tls.serverName();
      if (name != null) {
        builder.setChannelInitializer(channel -> channel.overrideAuthority(name));
      }
    }
    return builder;
  }

  private static SslContext context(PlatformConfig.Tls tls) throws IOException {
    SslContextBuilder context = GrpcSslContexts.configure(SslContextBuilder.forClient());
    if (tls.caFile() != null) {
      context.trustManager(new File(tls.caFile()));
    }
    if (tls.certFile() != null && tls.keyFile() != null) {
      context.keyManager(new File(tls.certFile()), new File(tls.keyFile()));
    }
    return context.build();
  }
}
