package app.article;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** Names of articles in paths. */
public final class Slugs {
  private static final int LONGEST = 200;

  private Slugs() {}

  /** The ASCII letters and digits of a title, joined by hyphens; empty if there are none. */
  public static String of(String title) {
    var ascii = Normalizer.normalize(title, Normalizer.Form.NFKD).replaceAll("[^\\x00-\\x7f]", "");
    var joined =
        ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
    return joined.substring(0, Math.min(LONGEST, joined.length())).replaceFirst("-$", "");
  }

  /** An article with this slug would have no path, or that of the feed. */
  static boolean isReserved(String slug) {
    return slug.isEmpty() || slug.equals("feed");
  }

  static String withSuffix(String slug) {
    var suffix = UUID.randomUUID().toString().replace("-", "").substring(16);
    return slug.isEmpty() ? suffix : slug + "-" + suffix;
  }
}
