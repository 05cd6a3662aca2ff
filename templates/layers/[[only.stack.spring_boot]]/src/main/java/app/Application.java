package app;

import app.database.Migrations;
import app.settings.InvalidException;
import app.settings.Settings;
import app.settings.Variables;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/** The program of this project: app serve, migrate, seed, health or train. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  public static void main(String[] arguments) {
    // Drivers wait in native code, which keeps the carrier of a virtual thread busy; there is one
    // for each processor.
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "16");
    try {
      run(arguments.length == 1 ? arguments[0] : "");
    } catch (Refusal | InvalidException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** A sentence for whoever started the program. */
  static class Refusal extends RuntimeException {
    Refusal(String message) {
      super(message);
    }
  }

  private static void run(String command) {
    // Libraries would say what they do, before Spring configures the log.
    LoggingSystem.get(Application.class.getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    var variables = new Variables(System.getenv());
    var settings = Settings.read(variables);
    switch (command) {
      case "serve" -> serve(settings, variables);
      case "train" -> train(settings, variables);
      case "migrate" -> migrate(settings);
      case "seed" -> seed(settings, variables);
      case "health" -> health(settings);
      default -> throw new Refusal("usage: app serve | migrate | seed | health | train");
    }
  }

  private static void serve(Settings settings, Variables variables) {
    refuseTakenPort(settings);
    // The JVM would say 143, although an orderly stop is a success.
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    application(settings, variables).run();
    LOG.info("Listening on http://{}:{}", hostForPeople(settings), settings.port());
  }

  private static String hostForPeople(Settings settings) {
    var host = settings.host().address();
    if (host.isAnyLocalAddress()) {
      return "localhost";
    }
    return host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
  }

  /** Starts up to where requests would be answered, for a cache of the classes that this takes. */
  private static void train(Settings settings, Variables variables) {
    System.setProperty("spring.context.exit", "onRefresh");
    application(settings, variables).run();
  }

  private static void migrate(Settings settings) {
    try {
      Migrations.migrate(settings.databaseUrl())
          .forEach(name -> System.out.println("Migrated " + name));
    } catch (FlywayException e) {
      throw new Refusal(
          "migrating failed: " + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }
  }

  private static void seed(Settings settings, Variables variables) {
    if (settings.isProduction()) {
      throw new Refusal("ENVIRONMENT: not in production, because the password is public");
    }
    var application = application(settings, variables);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run()) {
      System.out.println(context.getBean(Seed.class).plant());
    } catch (Seed.TakenException e) {
      throw new Refusal(e.getMessage());
    }
  }

  // Without a terminal there is no console, whatever Error Prone says.
  @SuppressWarnings("SystemConsoleNull")
  static SpringApplication application(Settings settings, Variables variables) {
    var application = new SpringApplication(Application.class);
    var properties = new HashMap<String, Object>();
    properties.put("server.port", settings.port());
    properties.put("server.address", settings.host().address().getHostAddress());
    properties.put("logging.level.app", settings.logLevel().replace("warning", "warn"));
    boolean isForPeople = System.console() != null && System.console().isTerminal();
    if (settings.isProduction() || !isForPeople) {
      properties.put("logging.structured.format.console", "app.http.JsonLines");
    } else {
      properties.put("logging.pattern.console", "%d{HH:mm:ss.SSS} %-5level %msg%n");
    }
    application.setDefaultProperties(properties);
    application.addInitializers(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .replace(variables.source().getName(), variables.source()));
    return application;
  }

  /** Spring would say it in a page of text. */
  private static void refuseTakenPort(Settings settings) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(settings.host().address(), settings.port()));
    } catch (java.net.BindException e) {
      throw new Refusal(
          String.valueOf(e.getMessage()).contains("in use")
              ? "PORT: another program uses " + settings.port()
              : "HOST: cannot listen on " + settings.host().address().getHostAddress());
    } catch (IOException e) {
      throw new Refusal("HOST: cannot listen on " + settings.host().address().getHostAddress());
    }
  }

  /** For an image that has no other program to ask the server. */
  private static void health(Settings settings) {
    var url = URI.create("http://127.0.0.1:%d/healthz".formatted(settings.port()));
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
    try (var client = HttpClient.newHttpClient()) {
      var status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new Refusal("the status is " + status);
      }
    } catch (IOException e) {
      throw new Refusal("the server does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
