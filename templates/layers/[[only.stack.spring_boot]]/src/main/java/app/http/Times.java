package app.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of RFC 3339, in UTC and with milliseconds, which every database keeps. */
public final class Times {
  static final String DETAIL = "It is a time like 2026-01-31T09:30:00.000Z.";

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final Pattern TIME =
      Pattern.compile(
          "(?i)\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)");

  private Times() {}

  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  public static String format(Instant moment) {
    return FORMAT.format(moment);
  }

  /** Empty if there is none, or it is in a year that a database cannot store. */
  public static Optional<Instant> parse(String text) {
    if (text == null || !TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // No more digits than a nanosecond has.
      var short9 = text.toUpperCase(Locale.ROOT).replaceFirst("(\\.\\d{9})\\d+", "$1");
      var moment = parseAnyOffset(short9).truncatedTo(ChronoUnit.MILLIS);
      int year = moment.atOffset(ZoneOffset.UTC).getYear();
      return Optional.of(moment).filter(each -> 1 <= year && year <= 9999);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** To Java, an offset has at most 18 hours. */
  private static Instant parseAnyOffset(String text) {
    if (text.endsWith("Z")) {
      return Instant.parse(text);
    }
    var local = text.substring(0, text.length() - 6);
    int hours = Integer.parseInt(text.substring(text.length() - 5, text.length() - 3));
    int minutes = Integer.parseInt(text.substring(text.length() - 2));
    int sign = text.charAt(text.length() - 6) == '-' ? 1 : -1;
    return OffsetDateTime.parse(local + "Z")
        .toInstant()
        .plus(sign * (hours * 60L + minutes), ChronoUnit.MINUTES);
  }
}
