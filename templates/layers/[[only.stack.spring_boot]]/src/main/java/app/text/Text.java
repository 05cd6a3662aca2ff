package app.text;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks and compares text by code point, as the databases do. */
public final class Text {
  /**
   * Default_Ignorable_Code_Point, as Unicode derives it, and the blank Braille pattern, a symbol
   * that shows nothing.
   */
  private static final Pattern IGNORABLE =
      Pattern.compile(
          "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
              + "\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\x{1bca0}-\\x{1bca3}\\x{1d173}-\\x{1d17a}"
              + "\\x{e0000}-\\x{e0fff}]");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\ufeff]");
  private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}");

  public static final Comparator<String> BY_CODE_POINT =
      (one, other) ->
          java.util.Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

  private Text() {}

  /** Control characters, or a byte order mark. */
  public static boolean hasControl(String text) {
    return CONTROL.matcher(text).find();
  }

  /** Without control characters and what is not Unicode. */
  public static String withoutControl(String text) {
    return CONTROL.matcher(text).replaceAll("").replaceAll("[\\p{Cs}\\ufffd]", "");
  }

  /** Whether there is anything to see. */
  public static boolean isVisible(String text) {
    return text.codePoints().anyMatch(Text::isVisible);
  }

  public static boolean isVisible(int codePoint) {
    var letter = Character.toString(codePoint);
    return !CONTROL.matcher(letter).matches()
        && !IGNORABLE.matcher(letter).matches()
        && !SPACE.matcher(letter).matches();
  }

  /** What every database can store: no NUL, and no half of a surrogate pair. */
  public static boolean isStorable(String text) {
    return text.indexOf(0) < 0
        && text.codePoints().noneMatch(each -> Character.getType(each) == Character.SURROGATE);
  }

  public static boolean hasLength(String text, int least, int most) {
    int length = text.codePointCount(0, text.length());
    return least <= length && length <= most;
  }

  /** Cut off after {@code most} characters. */
  public static String first(String text, int most) {
    return hasLength(text, 0, most) ? text : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** The form of text that is the same for everything that looks the same. */
  public static String compared(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Makes the same of everything that differs only in case. No database does for all of Unicode.
   */
  public static String fold(String text) {
    // Letter by letter, because the lower case of a whole text depends on where a sigma is.
    return text.toUpperCase(Locale.ROOT)
        .codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
