package app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The SQL statements that the server executes, as Hibernate and Spring log them. */
public final class Statements {
  private static final String BY_SPRING = "Executing prepared SQL statement";

  private Statements() {}

  public static List<String> during(Runnable work) {
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    var loggers =
        Stream.of("org.hibernate.SQL", "org.springframework.jdbc.core.JdbcTemplate")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();
    var levels = loggers.stream().map(Logger::getLevel).toList();
    loggers.forEach(logger -> start(logger, seen));
    try {
      work.run();
    } finally {
      for (int i = 0; i < loggers.size(); i++) {
        loggers.get(i).detachAppender(seen);
        loggers.get(i).setLevel(levels.get(i));
        loggers.get(i).setAdditive(true);
      }
    }
    return seen.list.stream()
        .filter(Statements::isStatement)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static void start(Logger logger, ListAppender<ILoggingEvent> seen) {
    logger.setAdditive(false);
    logger.setLevel(Level.DEBUG);
    logger.addAppender(seen);
  }

  private static boolean isStatement(ILoggingEvent event) {
    return event.getLoggerName().startsWith("org.hibernate")
        || event.getFormattedMessage().startsWith(BY_SPRING);
  }
}
