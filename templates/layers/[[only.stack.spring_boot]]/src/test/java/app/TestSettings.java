package app;

import app.database.Migrations;
import app.provider.FakeProvider;
import app.settings.Settings;
import app.settings.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A database of its own: a temporary file, or the one of TEST_DATABASE_URL, which is emptied. */
public class TestSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var variables = new Variables(variables());
    var url = variables.read(Settings.class).databaseUrl();
    Flyway.configure()
        .dataSource(url.jdbcUrl(), url.user(), url.password())
        .cleanDisabled(false)
        .load()
        .clean();
    Migrations.migrate(url);
    var source = variables.source();
    context.getEnvironment().getPropertySources().replace(source.getName(), source);
  }

  private static Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    variables.put("ENVIRONMENT", "test");
    variables.put("DATABASE_URL", databaseUrl());
    variables.put("DEMO", "true");
    variables.put("PASSWORD_MEMORY_KIB", "8");
    variables.put("CORS_ORIGINS", "https://app.example.com");
    // Each client of a test has an address of its own.
    variables.put("TRUSTED_PROXIES", "127.0.0.1");
    variables.putAll(FakeProvider.SETTINGS);
    return variables;
  }

  private static String databaseUrl() {
    var given = System.getenv().getOrDefault("TEST_DATABASE_URL", "");
    try {
      return given.isEmpty()
          ? "sqlite:///" + Files.createTempDirectory("test").resolve("test.db")
          : given;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
