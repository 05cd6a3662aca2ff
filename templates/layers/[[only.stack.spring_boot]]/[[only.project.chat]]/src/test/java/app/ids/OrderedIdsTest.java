package app.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {
  private final OrderedIds ids = new OrderedIds();

  @Test
  void idsSortInTheOrderInWhichTheyAreMade() {
    var made = new ArrayList<String>();
    for (int number = 0; number < 1000; number++) {
      made.add(ids.next().toString());
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anIdSortsAfterThatOfAFastClock() {
    var ahead = UUID.fromString("ffffffff-ffff-7fff-bfff-ffffffffffff");
    assertThat(ids.after(ahead)).hasToString("ffffffff-ffff-7fff-c000-000000000000");
    assertThat(ids.next().toString()).isGreaterThan(ahead.toString());
  }
}
