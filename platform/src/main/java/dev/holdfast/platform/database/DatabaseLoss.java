package dev.holdfast.platform.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Whether something failed because the database is away: stopping, starting, or out of reach. */
public final class DatabaseLoss {
  /** The class of SQLSTATE for connections. */
  private static final String CONNECTION = "08";

  /** An administrator ends it, it has crashed, it cannot be connected to yet. */
  private static final Set<String> SHUT = Set.of("57P01", "57P02", "57P03");

  private static final int DEEPEST = 30;

  private DatabaseLoss() {}

  /** Whether it is the cause. */
  public static boolean causes(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof ConnectionException
          || (cause instanceof SQLException sql && isLoss(sql))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isLoss(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || (state != null && (state.startsWith(CONNECTION) || SHUT.contains(state)));
  }
}
