package app.http;

import app.failure.Failure;
import app.text.Text;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The parameters of a query. Its methods collect what is wrong for {@link #check}. */
public class Query {
  /** Not what a parser would also take: signs, spaces, digits of other scripts. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<Failure.Field> invalid = new ArrayList<>();

  /** Unlike the servlet API, it keeps parameters that cannot be decoded, which are invalid. */
  public Query(String text) {
    for (var pair : (text == null ? "" : text).split("&", -1)) {
      var parts = pair.split("=", 2);
      values
          .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
          .add(parts.length == 2 ? decoded(parts[1]) : "");
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A parameter that may not be repeated, or null. */
  public String get(String name) {
    var found = values.getOrDefault(name, List.of());
    if (found.size() > 1) {
      refuse(name, "It is given once.");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The first value of a parameter, or an empty text. */
  public String first(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  public String text(String name, int most) {
    var value = get(name);
    if (value != null && !isText(value, 0, most)) {
      refuse(name, "It has 0 to %d characters, without NUL.".formatted(most));
    }
    return value;
  }

  /** A parameter that may be repeated. */
  public List<String> names(String name, int most, int longest) {
    var found = values.getOrDefault(name, List.of());
    if (found.size() > most) {
      refuse(name, "It is given at most %d times.".formatted(most));
    }
    for (var value : found) {
      if (!isText(value, 1, longest) || !Text.isVisible(value) || Text.hasControl(value)) {
        refuse(name, "It is visible and has no control characters.");
      }
    }
    return found;
  }

  public UUID id(String name) {
    var value = get(name);
    var id = Ids.parse(value);
    if (value != null && id.isEmpty()) {
      refuse(name, "It is a UUID.");
    }
    return id.orElse(null);
  }

  public Instant time(String name) {
    var value = get(name);
    var moment = Times.parse(value);
    if (value != null && moment.isEmpty()) {
      refuse(name, Times.DETAIL);
    }
    return moment.orElse(null);
  }

  /** The number of rows on a page. */
  public int limit() {
    return number("limit", 20, 1, 100);
  }

  public int number(String name, int otherwise, int least, int most) {
    var value = get(name);
    if (value == null) {
      return otherwise;
    }
    long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
    if (number < least || number > most) {
      refuse(name, "It is a number from %d to %d.".formatted(least, most));
      return otherwise;
    }
    return (int) number;
  }

  /** One of a few words, or null. */
  public String choice(String name, List<String> words) {
    var value = get(name);
    if (value != null && !words.contains(value)) {
      refuse(name, "It is one of " + String.join(", ", words) + ".");
      return null;
    }
    return value;
  }

  private void refuse(String name, String detail) {
    invalid.add(new Failure.Field("/" + name, detail));
  }

  /** Reports everything that is invalid. */
  public void check() {
    if (!invalid.isEmpty()) {
      throw Failure.invalid(invalid);
    }
  }

  private static boolean isText(String value, int least, int most) {
    // URLDecoder replaces what is not UTF-8.
    return Text.hasLength(value, least, most)
        && Text.isStorable(value)
        && value.indexOf('\ufffd') < 0;
  }
}
