package app.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class Sqlite implements Dialect {
  /**
   * A transaction that is not read-only takes the write lock when it begins, and waits for it
   * there.
   */
  private static final String OPTIONS =
      "?journal_mode=WAL&synchronous=NORMAL&foreign_keys=true&busy_timeout=4000&jdbc.explicit_readonly=true";

  @Override
  public String scheme() {
    return "sqlite:///";
  }

  @Override
  public DatabaseUrl parse(String url) {
    var file = url.substring(scheme().length());
    if (file.contains("?")) {
      throw new IllegalArgumentException("the name of the file has no question mark");
    }
    return new DatabaseUrl(this, "jdbc:sqlite:" + file + OPTIONS, null, null);
  }

  @Override
  public String hibernate() {
    return "org.hibernate.community.dialect.SQLiteDialect";
  }

  @Override
  public HikariDataSource pool() {
    return new Pool();
  }

  /**
   * The driver remembers the last use of a connection, and would refuse to begin a transaction that
   * writes.
   */
  private static class Pool extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      var connection = super.getConnection();
      var own = connection.unwrap(SQLiteConnection.class);
      if (!own.getAutoCommit()) {
        // Its last transaction could not begin, of which it never recovers.
        evictConnection(connection);
        return getConnection();
      }
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = false");
      }
      own.setFirstStatementExecuted(false);
      return connection;
    }
  }

  @Override
  public Map<String, String> columns() {
    return Map.of(
        "id", "CHAR(36)",
        "counter", "INTEGER PRIMARY KEY AUTOINCREMENT",
        "time", "TIMESTAMP",
        "exact", "",
        "long_text", "TEXT");
  }

  @Override
  public boolean isDuplicate(SQLException e) {
    var code = code(e);
    return code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY;
  }

  @Override
  public boolean isOrphan(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY;
  }

  @Override
  public boolean isUnavailable(SQLException e) {
    return switch (e.getErrorCode() & 0xff) {
      case 5, 6, 10, 13, 14 -> true; // busy, locked, a failing or full disk, cannot open
      // The same, when Spring rolls back a transaction that SQLite has ended: it has no code of its
      // own.
      default -> String.valueOf(e.getMessage()).contains("no transaction is active");
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException failed ? failed.getResultCode() : null;
  }
}
