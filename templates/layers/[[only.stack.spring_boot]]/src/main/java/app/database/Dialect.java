package app.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;

/** What differs between the kinds of databases. */
public interface Dialect {
  /** How their URLs begin. */
  String scheme();

  /** Throws IllegalArgumentException if the URL is not valid, without the URL in its message. */
  DatabaseUrl parse(String url);

  /** The class of Hibernate that knows this kind. */
  String hibernate();

  default HikariDataSource pool() {
    return new HikariDataSource();
  }

  /** The types of columns in migrations, which are the same on every kind in all that matters. */
  Map<String, String> columns();

  /** A row with this key exists already. */
  boolean isDuplicate(SQLException e);

  /** The referenced row does not exist. */
  boolean isOrphan(SQLException e);

  /** It cannot be reached, or is locked. */
  boolean isUnavailable(SQLException e);
}
