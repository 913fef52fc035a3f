package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

final class OperationDocumentsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @Test
  void shouldReadAnOperationInFewStatementsOverOneConnection() {
    OWNER.post("/api/v1/servers", Fixtures.server("read-1"));
    String id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "read-1"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
    Recording recording = new Recording();
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    SqlLogger before = jdbi.getConfig(SqlStatements.class).getSqlLogger();
    jdbi.setSqlLogger(recording);
    OperationDocument document;
    try {
      document = PLATFORM.part(OperationDocuments.class).get(id);
    } finally {
      jdbi.setSqlLogger(before);
    }

    assertThat(document.id()).isEqualTo(id);
    assertThat(recording.statements).hasSizeBetween(1, 6);
    assertThat(recording.connections).hasSize(1);
  }

  /** What this thread asks of the database. */
  private static final class Recording implements SqlLogger {
    private final Thread thread = Thread.currentThread();
    private final List<String> statements = new ArrayList<>();
    private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public void logAfterExecution(StatementContext context) {
      if (Thread.currentThread().equals(thread)) {
        statements.add(context.getRenderedSql());
        connections.add(context.getConnection());
      }
    }
  }
}
