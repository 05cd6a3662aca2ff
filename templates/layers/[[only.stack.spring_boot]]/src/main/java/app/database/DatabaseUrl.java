package app.database;

/**
 * What a DATABASE_URL says, in the terms of JDBC.
 *
 * @param user nothing for SQLite
 */
public record DatabaseUrl(Dialect dialect, String jdbcUrl, String user, String password) {
  public static DatabaseUrl of(String url) {
    for (var dialect : Drivers.ALL) {
      if (url.startsWith(dialect.scheme())) {
        return dialect.parse(url);
      }
    }
    var schemes = Drivers.ALL.stream().map(Dialect::scheme).toList();
    throw new IllegalArgumentException(
        "this project only has drivers for " + String.join(" and ", schemes));
  }

  /** Never the password. */
  @Override
  public String toString() {
    return dialect.scheme();
  }
}
