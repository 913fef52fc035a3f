package dev.holdfast.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseConfigurationTest {

  @Test
  void shouldKeepPostgresDurableAndOnTheLoopbackAddress() {
    assertThat(PostgresServer.configuration("/srv/holdfast's", 15432))
        .contains("listen_addresses = '127.0.0.1'\n")
        .contains("port = 15432\n")
        .contains("unix_socket_directories = '/srv/holdfast''s'\n")
        .contains("fsync = on\n")
        .contains("full_page_writes = on\n")
        .contains("log_line_prefix = '%m [%p] %q%u@%d '\n");
  }

  @Test
  void shouldGoWithoutAUnixSocketWhenItsPathIsTooLongForTheKernel() {
    assertThat(PostgresServer.configuration("/x".repeat(60), 15432))
        .contains("unix_socket_directories = ''\n");
  }

  @Test
  void shouldProtectRedisByAPasswordAndLogItsWrites(@TempDir Path home) {
    assertThat(RedisServer.configuration(home, 16379, "secret"))
        .contains("bind 127.0.0.1\n", "requirepass secret\n", "appendonly yes\n");
  }
}
