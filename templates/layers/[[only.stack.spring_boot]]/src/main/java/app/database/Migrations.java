package app.database;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateOutput;

/** Brings the schema up to date. The server never does. */
public final class Migrations {
  private Migrations() {}

  /** Returns the names of the migrations that were pending. */
  public static List<String> migrate(DatabaseUrl url) {
    var result =
        Flyway.configure()
            .dataSource(url.jdbcUrl(), url.user(), url.password())
            .locations("classpath:migrations")
            .sqlMigrationPrefix("")
            .sqlMigrationSeparator("_")
            .placeholders(url.dialect().columns())
            .load()
            .migrate();
    return result.migrations.stream().map(Migrations::name).toList();
  }

  private static String name(MigrateOutput migration) {
    return migration.version + " " + migration.description;
  }
}
