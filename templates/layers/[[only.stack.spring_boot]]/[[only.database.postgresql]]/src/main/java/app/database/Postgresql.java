package app.database;

import java.sql.SQLException;
import java.util.Map;

class Postgresql implements Dialect {
  /**
   * Nothing takes longer than five seconds; prepared on the server is nothing, which poolers
   * between would not know.
   */
  private static final String OPTIONS =
      "?connectTimeout=3&socketTimeout=10&prepareThreshold=0&options=-c%20lock_timeout=4s%20-c%20statement_timeout=5s";

  @Override
  public String scheme() {
    return "postgresql://";
  }

  @Override
  public DatabaseUrl parse(String url) {
    var parts = ServerUrl.parse(url);
    return new DatabaseUrl(
        this,
        "jdbc:postgresql://" + parts.place() + OPTIONS + parts.options(),
        parts.user(),
        parts.password());
  }

  @Override
  public String hibernate() {
    return "org.hibernate.dialect.PostgreSQLDialect";
  }

  @Override
  public Map<String, String> columns() {
    return Map.of(
        "id", "VARCHAR(36) COLLATE \"C\"",
        "time", "TIMESTAMP(3) WITH TIME ZONE",
        "exact", "COLLATE \"C\"",
        "long_text", "TEXT COLLATE \"C\"");
  }

  @Override
  public boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState());
  }

  @Override
  public boolean isOrphan(SQLException e) {
    return "23503".equals(e.getSQLState());
  }

  /** Connections, resources, an operator who stops it, locks, and timeouts. */
  @Override
  public boolean isUnavailable(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.equals("55P03")
        || state.equals("40P01");
  }
}
