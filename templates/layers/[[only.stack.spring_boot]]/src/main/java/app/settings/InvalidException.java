package app.settings;

/** Why settings are refused, in a line for each variable, which begins with its name. */
public class InvalidException extends RuntimeException {
  InvalidException(String variable, String reason) {
    this(variable + ": " + reason);
  }

  InvalidException(String lines) {
    super(lines);
  }
}
