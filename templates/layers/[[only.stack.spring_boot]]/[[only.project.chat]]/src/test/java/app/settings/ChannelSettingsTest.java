package app.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {
  private static Settings read(Map<String, String> given) {
    return Settings.read(new Variables(given));
  }

  @ParameterizedTest
  @CsvSource({
    "PUSHER_KEY,two words",
    "ACTIVITY_TIMEOUT,0",
    "REDIS_TLS,maybe",
    "REDIS_URL,127.0.0.1:6379",
    "REDIS_URL,redis://:secret@127.0.0.1:port/0",
    "REDIS_URL,redis://127.0.0.1/first"
  })
  void anInvalidSettingIsNamed(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .hasMessageStartingWith(name + ": ")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void productionRefusesAShortSecret() {
    var variables = new HashMap<String, String>();
    variables.put("ENVIRONMENT", "production");
    variables.put("SECRET_KEY", "long enough".repeat(3));
    variables.put("PUSHER_SECRET", "short");
    assertThatThrownBy(() -> read(variables)).hasMessageStartingWith("PUSHER_SECRET: ");
  }
}
