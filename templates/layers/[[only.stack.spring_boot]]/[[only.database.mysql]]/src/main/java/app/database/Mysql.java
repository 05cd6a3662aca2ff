package app.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;

class Mysql implements Dialect {
  private static final String OPTIONS =
      "?connectTimeout=3000&socketTimeout=10000&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
          + "&allowPublicKeyRetrieval=true"
          + "&sessionVariables=innodb_lock_wait_timeout=4,lock_wait_timeout=4";

  private static final String EXACT = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  @Override
  public String scheme() {
    return "mysql://";
  }

  @Override
  public DatabaseUrl parse(String url) {
    var parts = ServerUrl.parse(url);
    return new DatabaseUrl(
        this,
        "jdbc:mariadb://" + parts.place() + OPTIONS + withTls(parts.options()),
        parts.user(),
        parts.password());
  }

  /** ssl-mode and ssl-ca work as in MySQL's own clients. */
  private static String withTls(String options) {
    var translated =
        options
            .replace("ssl-mode=DISABLED", "sslMode=disable")
            .replace("ssl-mode=REQUIRED", "sslMode=trust")
            .replace("ssl-mode=VERIFY_CA", "sslMode=verify-ca")
            .replace("ssl-mode=VERIFY_IDENTITY", "sslMode=verify-full")
            .replace("ssl-ca=", "serverSslCert=");
    if (translated.contains("ssl-mode=")) {
      throw new IllegalArgumentException(
          "its ssl-mode is not DISABLED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY");
    }
    return translated;
  }

  @Override
  public HikariDataSource pool() {
    var pool = new HikariDataSource();
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  @Override
  public String hibernate() {
    return "org.hibernate.dialect.MySQLDialect";
  }

  @Override
  public Map<String, String> columns() {
    return Map.of(
        "id",
        "CHAR(36) " + EXACT,
        "counter",
        "BIGINT AUTO_INCREMENT PRIMARY KEY",
        "time",
        "DATETIME(3)",
        "exact",
        EXACT,
        "long_text",
        "MEDIUMTEXT " + EXACT);
  }

  @Override
  public boolean isDuplicate(SQLException e) {
    return e.getErrorCode() == 1062;
  }

  @Override
  public boolean isOrphan(SQLException e) {
    return e.getErrorCode() == 1452;
  }

  /** Connections, too many of them, locks, deadlocks and read-only servers. */
  @Override
  public boolean isUnavailable(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || switch (e.getErrorCode()) {
          case 1040, 1053, 1205, 1213, 1290, 3024 -> true;
          default -> false;
        };
  }
}
