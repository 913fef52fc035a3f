package dev.holdfast.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseConfigurationTest {

  private static final CertificateFiles TLS = CertificateFiles.in(Path.of("/srv/it's/tls"));

  @Test
  void shouldKeepPostgresDurableAndOnTheLoopbackAddress() {
    assertThat(PostgresServer.configuration("/srv/holdfast's", 15432, TLS))
        .contains("listen_addresses = '127.0.0.1'\n")
        .contains("port = 15432\n")
        .contains("unix_socket_directories = '/srv/holdfast''s'\n")
        .contains("fsync = on\n")
        .contains("full_page_writes = on\n")
        .contains("ssl = on\n", "ssl_key_file = '/srv/it''s/tls/server.key'\n")
        .contains("log_line_prefix = '%m [%p] %q%u@%d '\n");
  }

  @Test
  void shouldGoWithoutAUnixSocketWhenItsPathIsTooLongForTheKernel() {
    assertThat(PostgresServer.configuration("/x".repeat(60), 15432, TLS))
        .contains("unix_socket_directories = ''\n");
  }

  @Test
  void shouldProtectRedisByAPasswordAndLogItsWrites(@TempDir Path home) {
    assertThat(RedisServer.configuration(home, 16379, "secret", TLS))
        .contains("bind 127.0.0.1\n", "requirepass secret\n", "appendonly yes\n")
        .contains("port 0\n", "tls-port 16379\n", "tls-auth-clients yes\n");
  }
}
