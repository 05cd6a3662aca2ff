package app.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads variables, and collects what is wrong with them. */
class Environment {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Map<String, String> variables;
  private final List<String> refused = new ArrayList<>();

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  void refuse(String name, String why) {
    refused.add(name + ": " + why);
  }

  /** A line for each invalid variable, which begins with its name. */
  List<String> refused() {
    return refused;
  }

  boolean isProduction() {
    return text("ENVIRONMENT", "").equals("production");
  }

  boolean has(String name) {
    return !text(name, "").isEmpty();
  }

  /** Without the newline at the end, which is not part of a secret but often of its file. */
  String text(String name, String otherwise) {
    var value = variables.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  /** The first word is the default. */
  String oneOf(String name, String... words) {
    var value = text(name, words[0]);
    if (!List.of(words).contains(value)) {
      refuse(name, "it is one of " + String.join(", ", words));
    }
    return value;
  }

  int number(String name, int otherwise, int least, int most) {
    var value = text(name, Integer.toString(otherwise));
    int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
    if (number < least || number > most) {
      refuse(name, "it is a number from %d to %d".formatted(least, most));
    }
    return number;
  }

  boolean flag(String name) {
    var value = text(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      refuse(name, "it is true or false");
    }
    return value.equals("true");
  }

  List<String> list(String name) {
    return Arrays.stream(text(name, "").split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  List<String> matching(String name, Pattern pattern, String why) {
    var parts = list(name);
    if (!parts.stream().allMatch(part -> pattern.matcher(part).matches())) {
      refuse(name, why);
    }
    return parts;
  }
}
