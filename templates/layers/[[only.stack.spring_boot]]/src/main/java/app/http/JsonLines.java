package app.http;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/** Logs with the names that log services expect. */
class JsonLines implements StructuredLogFormatter<ILoggingEvent> {
  private final JsonWriter<ILoggingEvent> writer =
      JsonWriter.<ILoggingEvent>of(
              members -> {
                members.add("time", event -> event.getInstant().toString());
                members.add("level", event -> event.getLevel().toString().toLowerCase(Locale.ROOT));
                members.add("logger", ILoggingEvent::getLoggerName);
                members.add("message", ILoggingEvent::getFormattedMessage);
                members.addMapEntries(ILoggingEvent::getMDCPropertyMap);
                members.addMapEntries(JsonLines::pairsOf);
                members.add("stack", JsonLines::stackOf).whenHasLength();
              })
          .withNewLineAtEnd();

  @Override
  public String format(ILoggingEvent event) {
    return writer.writeToString(event);
  }

  private static Map<String, Object> pairsOf(ILoggingEvent event) {
    var pairs = new LinkedHashMap<String, Object>();
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> pairs.put(pair.key, pair.value));
    }
    return pairs;
  }

  /** Without messages, which may contain what a user has sent. */
  private static String stackOf(ILoggingEvent event) {
    var lines = new StringBuilder();
    for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
      lines.append(cause.getClassName()).append('\n');
      for (var step : cause.getStackTraceElementProxyArray()) {
        lines.append("  ").append(step.getSTEAsString()).append('\n');
      }
    }
    return lines.toString();
  }
}
