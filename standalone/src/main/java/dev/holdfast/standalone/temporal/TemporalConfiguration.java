package dev.holdfast.standalone.temporal;

import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import java.nio.file.Path;

/** The configuration files of the Temporal server. */
public final class TemporalConfiguration {

  /** Cannot be changed for a database that exists. */
  private static final int HISTORY_SHARDS = 4;

  private TemporalConfiguration() {}

  /**
   * The static configuration: one process with all services, mutual TLS on every listener, TLS to
   * the database. As many connections may be idle as there may be: with fewer, those beyond are
   * closed after each statement, and made again for the next one. Of the two drivers the one by pgx
   * keeps statements prepared; with the other PostgreSQL parses and plans each of them anew, in two
   * round trips.
   */
  static String server(
      Ports ports, RolePasswords secrets, Certificates certificates, Path dynamic) {
    return """
    log:
      stdout: true
      level: warn
    persistence:
      numHistoryShards: %(shards)
      defaultStore: default
      visibilityStore: visibility
      datastores:
        default:
          sql:
            pluginName: postgres12_pgx
            databaseName: temporal
            connectAddr: "127.0.0.1:%(postgres)"
            connectProtocol: tcp
            user: temporal
            password: "%(password)"
            maxConns: 10
            maxIdleConns: 10
            maxConnLifetime: 1h
            tls:
              enabled: true
              enableHostVerification: true
              caFile: "%(authority)"
        visibility:
          sql:
            pluginName: postgres12_pgx
            databaseName: temporal_visibility
            connectAddr: "127.0.0.1:%(postgres)"
            connectProtocol: tcp
            user: temporal_visibility
            password: "%(visibilityPassword)"
            maxConns: 5
            maxIdleConns: 5
            maxConnLifetime: 1h
            tls:
              enabled: true
              enableHostVerification: true
              caFile: "%(authority)"
    global:
      membership:
        maxJoinDuration: 30s
        broadcastAddress: "127.0.0.1"
      tls:
        refreshInterval: 1h
        internode:
          server: &server
            certFile: "%(serverCertificate)"
            keyFile: "%(serverKey)"
            requireClientAuth: true
            clientCaFiles: ["%(authority)"]
          client: &client
            serverName: %(serverName)
            rootCaFiles: ["%(authority)"]
        frontend:
          server: *server
          client: *client
        systemWorker:
          certFile: "%(serverCertificate)"
          keyFile: "%(serverKey)"
          client: *client
    services:
      frontend:
        rpc:
          grpcPort: %(temporal)
          membershipPort: %(frontendMembership)
          bindOnLocalHost: true
      history:
        rpc:
          grpcPort: %(history)
          membershipPort: %(historyMembership)
          bindOnLocalHost: true
      matching:
        rpc:
          grpcPort: %(matching)
          membershipPort: %(matchingMembership)
          bindOnLocalHost: true
      worker:
        rpc:
          grpcPort: %(worker)
          membershipPort: %(workerMembership)
          bindOnLocalHost: true
    clusterMetadata:
      enableGlobalNamespace: false
      failoverVersionIncrement: 10
      masterClusterName: active
      currentClusterName: active
      clusterInformation:
        active:
          enabled: true
          initialFailoverVersion: 1
          rpcName: frontend
          rpcAddress: "127.0.0.1:%(temporal)"
    dcRedirectionPolicy:
      policy: noop
    dynamicConfigClient:
      filepath: "%(dynamic)"
      pollInterval: 60s
    """
        .replace("%(shards)", Integer.toString(HISTORY_SHARDS))
        .replace("%(postgres)", Integer.toString(ports.get(Port.POSTGRES)))
        .replace("%(password)", secrets.temporal())
        .replace("%(visibilityPassword)", secrets.temporalVisibility())
        .replace("%(serverName)", Certificates.SERVER_NAME)
        .replace("%(serverCertificate)", quoted(certificates.server()))
        .replace("%(serverKey)", quoted(certificates.serverKey()))
        .replace("%(authority)", quoted(certificates.authority()))
        .replace("%(temporal)", Integer.toString(ports.get(Port.TEMPORAL)))
        .replace("%(history)", Integer.toString(ports.get(Port.TEMPORAL_HISTORY)))
        .replace("%(matching)", Integer.toString(ports.get(Port.TEMPORAL_MATCHING)))
        .replace("%(worker)", Integer.toString(ports.get(Port.TEMPORAL_WORKER)))
        .replace("%(frontendMembership)", Integer.toString(ports.get(Port.FRONTEND_MEMBERSHIP)))
        .replace("%(historyMembership)", Integer.toString(ports.get(Port.HISTORY_MEMBERSHIP)))
        .replace("%(matchingMembership)", Integer.toString(ports.get(Port.MATCHING_MEMBERSHIP)))
        .replace("%(workerMembership)", Integer.toString(ports.get(Port.WORKER_MEMBERSHIP)))
        .replace("%(dynamic)", quoted(dynamic));
  }

  /**
   * The dynamic configuration. The gossip ring has TLS, too: it can name a false history host.
   *
   * <p>The cache of workflow states counts bytes, because 128,000 entries, its default, are several
   * times the memory that the process has: it would collect garbage without end. An entry's size is
   * that of its stored form, of which the heap holds several times as much. What has not been used
   * for a while goes, and is read from the database if it is needed again.
   *
   * <p>A history shard writes one thing at a time by default, because Cassandra can do no other.
   * Each write waits for the disk, so that a few shards would do a few hundred writes a second, and
   * whatever starts or continues an operation would wait behind them with the processor idle.
   * PostgreSQL locks the rows that it has to, and commits several writes with one flush.
   */
  static String dynamic() {
    return """
    system.enableRingpopTLS:
      - value: true
    system.enableActivityEagerExecution:
      - value: true
    system.namespaceCacheRefreshInterval:
      - value: 2s
    matching.numTaskqueueReadPartitions:
      - value: 1
    matching.numTaskqueueWritePartitions:
      - value: 1
    matching.enableFairness:
      - value: true
    frontend.namespaceRPS.visibility:
      - value: 100
    limit.historyCount.suggestContinueAsNew:
      - value: 2000
    history.shardIOConcurrency:
      - value: 4
    history.cacheSizeBasedLimit:
      - value: true
    history.hostLevelCacheMaxSizeBytes:
      - value: 33554432
    history.cacheTTL:
      - value: 2m
    history.cacheBackgroundEvict:
      - value:
          Enabled: true
          LoopInterval: 15s
          MaxEntryPerCall: 1024
    history.eventsCacheTTL:
      - value: 2m
    """;
  }

  /**
   * The Web UI: reads only, decodes by the API's codec endpoint with the person's own cookie.
   *
   * @param api where the browser finds the API
   */
  static String ui(Ports ports, Certificates certificates, String api) {
    return """
    temporalGrpcAddress: "127.0.0.1:%d"
    host: 127.0.0.1
    port: %d
    enableUi: true
    defaultNamespace: %s
    showTemporalSystemNamespace: false
    disableNewsFetch: true
    disableWriteActions: true
    tls:
      caFile: "%s"
      certFile: "%s"
      keyFile: "%s"
      enableHostVerification: true
      serverName: %s
    uiServerTLS:
      certFile: "%s"
      keyFile: "%s"
    codec:
      endpoint: "%s/api/v1/codec"
      passAccessToken: false
      includeCredentials: true
    """
        .formatted(
            ports.get(Port.TEMPORAL),
            ports.get(Port.TEMPORAL_UI_SERVER),
            TemporalFrontend.NAMESPACE,
            quoted(certificates.authority()),
            quoted(certificates.client()),
            quoted(certificates.clientKey()),
            Certificates.SERVER_NAME,
            quoted(certificates.webUi().certificate()),
            quoted(certificates.webUi().key()),
            api);
  }

  /** Escapes for a double-quoted YAML string. */
  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
