package app.channel;

import app.settings.ChannelSettings;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration
@EnableScheduling
class ChannelConfiguration {
  @Bean
  Fanout fanout(ChannelSettings settings, Signer signer) {
    return settings.redisUrl().isEmpty()
        ? new InMemory()
        : new ThroughRedis(settings, "chat:" + signer.fingerprint());
  }

  /**
   * The fan-out is open while there may be connections: from before the server starts until after.
   */
  @Bean
  SmartLifecycle fanoutLifecycle(Fanout fanout, Subscriptions subscriptions) {
    return new SmartLifecycle() {
      private volatile boolean isRunning;

      @Override
      public void start() {
        fanout.open(subscriptions);
        isRunning = true;
      }

      @Override
      public void stop() {
        fanout.close();
        isRunning = false;
      }

      @Override
      public boolean isRunning() {
        return isRunning;
      }

      @Override
      public int getPhase() {
        return 0;
      }
    };
  }
}
