package app.account;

import app.text.Text;

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
    if (parts.length != 2 || !Text.hasLength(parts[0], 1, 64)) {
      return false;
    }
    var labels = parts[1].split("\\.", -1);
    for (var label : labels) {
      if (!Text.hasLength(label, 1, 63)) {
        return false;
      }
    }
    return labels.length > 1 && Text.hasLength(labels[labels.length - 1], 2, 63);
  }

  /** The form for comparison. It is not folded: straße@ and strasse@ are different mailboxes. */
  static String key(String email) {
    return Text.lower(Text.compared(email));
  }
}
