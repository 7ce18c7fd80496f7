package dev.freshet.core.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IntTableTest {
  @Test
  void anEmptyTableHasNothing() {
    IntTable<String> table = new IntTable<>();
    assertNull(table.get(0));
    assertNull(table.remove(0));
    assertEquals(List.of(), table.values());
  }

  @Test
  void aTableHoldsWhatALinkedMapHoldsInTheSameOrder() {
    SplittableRandom random = new SplittableRandom(7);
    IntTable<Integer> table = new IntTable<>();
    Map<Integer, Integer> model = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(-60, 60) * (random.nextInt(10) == 0 ? 1 << 20 : 1);
      if (random.nextInt(5) < 3) {
        table.put(key, i);
        model.put(key, i);
      } else {
        assertEquals(model.remove(key), table.remove(key));
      }
      assertEquals(model.get(key), table.get(key));
      assertEquals(model.size(), table.size());
      assertEquals(model.isEmpty(), table.isEmpty());
      if (i % 100 == 0) {
        assertEquals(new ArrayList<>(model.values()), table.values());
      }
    }
  }

  @Test
  void whoChangesTheTableWhileGoingThroughItIsTold() {
    IntTable<String> table = new IntTable<>();
    table.put(1, "one");
    table.put(2, "two");
    assertThrows(
        ConcurrentModificationException.class,
        () -> {
          for (String value : table.values()) {
            table.remove(value.length());
            table.put(3, "three");
          }
        });
  }
}
