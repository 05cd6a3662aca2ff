package app.http;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Tomcat itself answers looks like every other response. */
@Configuration
class TomcatConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
    return factory -> {
      factory.setProtocol(Protocol.class.getName());
      factory.addConnectorCustomizers(
          connector -> {
            // Paths that it would refuse are unknown routes.
            connector.setEncodedSolidusHandling("passthrough");
            connector.setEncodedReverseSolidusHandling("passthrough");
            connector.setRejectSuspiciousURIs(false);
            var protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
            protocol.setDisableUploadTimeout(false);
            protocol.setConnectionUploadTimeout(30_000);
          });
      factory.addContextCustomizers(
          context ->
              ((StandardHost) context.getParent())
                  .setErrorReportValveClass(ProblemValve.class.getName()));
    };
  }
}
