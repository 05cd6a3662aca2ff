package app.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Inserts rows unless their keys exist, even if others insert them at the same time. */
@Component
public class Inserts {
  private final JdbcClient database;
  private final boolean isMysql;

  Inserts(JdbcClient database, DatabaseUrl url) {
    this.database = database;
    isMysql = url.dialect().scheme().startsWith("mysql");
  }

  public void insertMissing(String insert, Object... values) {
    var statement =
        isMysql
            ? insert.replaceFirst("INSERT", "INSERT IGNORE")
            : insert + " ON CONFLICT DO NOTHING";
    database.sql(statement).params(values).update();
  }
}
