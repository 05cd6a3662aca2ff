package app.security;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class SecurityConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
