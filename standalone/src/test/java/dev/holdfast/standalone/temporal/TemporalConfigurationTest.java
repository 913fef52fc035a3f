package dev.holdfast.standalone.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.port.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

final class TemporalConfigurationTest {

  private static final RolePasswords SECRETS =
      new RolePasswords("pg", "hf", "tp", "tv", "rd", "ui", "ow");

  @TempDir private Path home;
  private Ports ports;
  private Certificates certificates;

  @BeforeEach
  void choose() throws IOException {
    ports = Ports.choose(home, Set.of(), number -> true);
    certificates = new Certificates(home.resolve("a \"quoted\" name"), Clock.systemUTC());
  }

  @Test
  void shouldRequireClientCertificatesOnEveryListenerOfTemporal() {
    Map<?, ?> server = yaml(TemporalConfiguration.server(ports, SECRETS, certificates, home));

    for (String group : List.of("internode", "frontend")) {
      assertThat(at(server, "global", "tls", group, "server", "requireClientAuth")).isEqualTo(true);
      assertThat(at(server, "global", "tls", group, "server", "clientCaFiles"))
          .isEqualTo(List.of(certificates.authority().toString()));
    }
    Map<?, ?> dynamic = yaml(TemporalConfiguration.dynamic());
    assertThat(dynamic.get("system.enableRingpopTLS")).isEqualTo(List.of(Map.of("value", true)));
  }

  @Test
  void shouldAskTheDatabaseForTheCertificateOfOurAuthority() {
    Map<?, ?> server = yaml(TemporalConfiguration.server(ports, SECRETS, certificates, home));

    for (String store : List.of("default", "visibility")) {
      assertThat(at(server, "persistence", "datastores", store, "sql", "tls"))
          .isEqualTo(
              Map.of(
                  "enabled",
                  true,
                  "enableHostVerification",
                  true,
                  "caFile",
                  certificates.authority().toString()));
    }
  }

  @Test
  void shouldBindEveryServiceOfTemporalToTheLoopbackAddressWithItsOwnPorts() {
    Map<?, ?> server = yaml(TemporalConfiguration.server(ports, SECRETS, certificates, home));

    for (String service : List.of("frontend", "history", "matching", "worker")) {
      assertThat(at(server, "services", service, "rpc", "bindOnLocalHost")).isEqualTo(true);
      assertThat(at(server, "services", service, "rpc", "httpPort")).isNull();
    }
    assertThat(at(server, "services", "frontend", "rpc", "grpcPort")).isEqualTo(7233);
    assertThat(at(server, "persistence", "numHistoryShards")).isEqualTo(4);
    assertThat(at(server, "persistence", "datastores", "default", "sql", "user"))
        .isEqualTo("temporal");
  }

  @Test
  void shouldKeepStatementsPreparedAndLetAShardWriteSeveralThingsAtATime() {
    Map<?, ?> server = yaml(TemporalConfiguration.server(ports, SECRETS, certificates, home));
    Map<?, ?> dynamic = yaml(TemporalConfiguration.dynamic());

    for (String store : List.of("default", "visibility")) {
      assertThat(at(server, "persistence", "datastores", store, "sql", "pluginName"))
          .isEqualTo("postgres12_pgx");
    }
    assertThat(dynamic.get("history.shardIOConcurrency")).isEqualTo(List.of(Map.of("value", 4)));
  }

  @Test
  void shouldBoundTheCacheOfWorkflowStatesByItsBytesAndAge() {
    Map<?, ?> dynamic = yaml(TemporalConfiguration.dynamic());

    assertThat(dynamic.get("history.cacheSizeBasedLimit"))
        .isEqualTo(List.of(Map.of("value", true)));
    assertThat(dynamic.get("history.hostLevelCacheMaxSizeBytes"))
        .isEqualTo(List.of(Map.of("value", 32 << 20)));
    assertThat(dynamic.get("history.cacheTTL")).isEqualTo(List.of(Map.of("value", "2m")));
    assertThat(dynamic.get("history.cacheBackgroundEvict"))
        .isEqualTo(
            List.of(
                Map.of(
                    "value",
                    Map.of("Enabled", true, "LoopInterval", "15s", "MaxEntryPerCall", 1024))));
    // Of one cache for all shards the limit is 128 MiB; those of the four shards are small.
    assertThat(dynamic.get("history.enableHostLevelEventsCache")).isNull();
  }

  @Test
  void shouldGiveTheWebUiNoWriteActionsAndTheCodec() {
    Map<?, ?> ui = yaml(TemporalConfiguration.ui(ports, certificates, "https://127.0.0.1:8080"));

    assertThat(ui.get("host")).isEqualTo("127.0.0.1");
    assertThat(ui.get("disableWriteActions")).isEqualTo(true);
    assertThat(ui.get("defaultNamespace")).isEqualTo("holdfast");
    assertThat(at(ui, "codec", "endpoint")).isEqualTo("https://127.0.0.1:8080/api/v1/codec");
    assertThat(at(ui, "codec", "includeCredentials")).isEqualTo(true);
    assertThat(ui.get("port")).isEqualTo(8234);
    assertThat(at(ui, "uiServerTLS", "keyFile")).isEqualTo(certificates.webUi().key().toString());
    assertThat(at(ui, "tls", "certFile")).isEqualTo(certificates.client().toString());
  }

  private static Map<?, ?> yaml(String text) {
    return new Yaml().load(text);
  }

  private static @Nullable Object at(Map<?, ?> document, String... keys) {
    @Nullable Object value = document;
    for (String key : keys) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }
}
