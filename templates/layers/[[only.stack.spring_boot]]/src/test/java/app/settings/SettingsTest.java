package app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static Settings read(Map<String, String> given) {
    return Settings.read(new Variables(given));
  }

  @Test
  void everySettingHasADefaultInDevelopment() {
    var settings = read(Map.of("HOST", "localhost"));
    assertThat(settings.isProduction()).isFalse();
    assertThat(settings.port()).isEqualTo(8000);
    assertThat(settings.databaseUrl().toString()).doesNotContain("app");
  }

  @ParameterizedTest
  @CsvSource({
    "ENVIRONMENT,staging",
    "HOST,somewhere.example",
    "PORT,0",
    "PORT,http",
    "LOG_LEVEL,loud",
    "DEMO,perhaps",
    "CORS_ORIGINS,*",
    "TRUSTED_PROXIES,10.0.0.0/33",
    "TRUSTED_PROXIES,proxy.internal",
    "DATABASE_URL,oracle://app:development@127.0.0.1/app",
    "WEB_CONCURRENCY,2",
    "PASSWORD_MEMORY_KIB,1",
    "PUBLIC_URL,app.example.com",
    "OIDC_CLIENT_ID,app"
  })
  void anInvalidSettingIsNamed(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining(name.equals("OIDC_CLIENT_ID") ? "OIDC_ISSUER: " : name + ": ")
        .hasMessageNotContaining("development@");
  }

  @ParameterizedTest
  @CsvSource({
    "SECRET_KEY,short",
    "SECRET_KEY,a-development-secret-that-production-refuses",
    "PASSWORD_MEMORY_KIB,8",
    "GITHUB_URL,http://github.example.com"
  })
  void productionRefusesWhatIsNotSecure(String name, String value) {
    var variables = new HashMap<String, String>();
    variables.put("ENVIRONMENT", "production");
    variables.put("SECRET_KEY", "long enough".repeat(3));
    assertThat(read(variables).isProduction()).isTrue();
    variables.put(name, value);
    assertThatThrownBy(() -> read(variables)).hasMessageStartingWith(name + ": ");
  }
}
