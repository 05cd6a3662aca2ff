package app.article;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How to Train Your Dragon|how-to-train-your-dragon",
        "'  Spaces,   commas & such!  '|spaces-commas-such",
        "Crème brûlée für Ängste|creme-brulee-fur-angste",
        "C3PO 2 R2D2|c3po-2-r2d2",
        "ﬁne|fine",
        "日本語 🐉 !!!|''"
      })
  void aSlugHasTheAsciiLettersAndDigitsOfATitle(String title, String slug) {
    assertThat(Slugs.of(title)).isEqualTo(slug);
  }

  @Test
  void aLongSlugEndsWithALetter() {
    assertThat(Slugs.of("x".repeat(199) + " yes")).isEqualTo("x".repeat(199));
  }
}
