package app.web;

import app.http.Public;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers: whether the process is alive, and whether it can do its work. */
@Public
@RestController
class Health {
  private static final Map<String, String> OK = Map.of("status", "ok");

  private final JdbcClient database;

  Health(JdbcClient database) {
    this.database = database;
  }

  @GetMapping("/healthz")
  Map<String, String> healthz() {
    return OK;
  }

  @GetMapping("/readyz")
  Map<String, String> readyz() {
    database.sql("SELECT 1").query().singleValue();
    return OK;
  }
}
