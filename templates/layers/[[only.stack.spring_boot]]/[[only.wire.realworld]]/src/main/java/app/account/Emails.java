package app.account;

import app.text.Text;
import java.util.Arrays;

/** E-mail addresses, with letters of all languages. */
final class Emails {
  static final int LONGEST = 254;

  private Emails() {}

  static boolean isEmail(String text) {
    if (!Text.hasLength(text, 1, LONGEST)
        || !Text.isStorable(text)
        || !text.codePoints().allMatch(Text::isVisible)) {
      return false;
    }
    var parts = text.split("@", -1);
    if (parts.length != 2 || parts[0].isEmpty()) {
      return false;
    }
    var labels = parts[1].split("\\.", -1);
    return labels.length > 1 && Arrays.stream(labels).noneMatch(String::isEmpty);
  }

  /** The form for comparison. It is not folded: straße@ and strasse@ are different mailboxes. */
  static String key(String email) {
    return Text.lower(Text.compared(email));
  }
}
