package app.database;

import app.settings.Settings;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class DatabaseConfiguration {
  static final int CONNECTIONS = 10;

  @Bean
  DatabaseUrl databaseUrl(Settings settings) {
    return settings.databaseUrl();
  }

  /** It connects when it is first used, so that the server is alive while the database is not. */
  @Bean
  HikariDataSource dataSource(DatabaseUrl url) {
    var pool = url.dialect().pool();
    pool.setJdbcUrl(url.jdbcUrl());
    pool.setUsername(url.user());
    pool.setPassword(url.password());
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(0);
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(3_000);
    pool.setRegisterMbeans(false);
    return pool;
  }

  @Bean
  HibernatePropertiesCustomizer dialect(DatabaseUrl url) {
    return properties -> properties.put("hibernate.dialect", url.dialect().hibernate());
  }
}
