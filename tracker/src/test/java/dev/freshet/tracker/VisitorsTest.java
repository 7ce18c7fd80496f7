package dev.freshet.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitorsTest {
  private final Visitors<String> visitors = new Visitors<>(3, 10, 60);

  @Test
  void whoHasNotAskedInTimeIsOverdue() {
    visitors.came("slow", 0);
    visitors.came("prompt", 0);
    visitors.asked("prompt", 9);
    assertThat(visitors.overdue(9)).isEmpty();
    assertThat(visitors.overdue(10)).containsExactly("slow");
    visitors.answered("prompt", 20);
    assertThat(visitors.overdue(29)).containsExactly("slow");
    assertThat(visitors.overdue(30)).containsExactly("slow", "prompt");
  }

  @Test
  void whoDoesNotReadTheAnswerIsOverdueToo() {
    visitors.came("deaf", 0);
    visitors.asked("deaf", 5);
    assertThat(visitors.overdue(64)).isEmpty();
    assertThat(visitors.overdue(65)).containsExactly("deaf");
  }

  @Test
  void theOneThatHasWaitedLongestMakesRoom() {
    assertThat(visitors.came("a", 0)).isNull();
    visitors.came("b", 1);
    visitors.came("c", 2);
    visitors.asked("a", 3);
    visitors.answered("a", 3);
    assertThat(visitors.came("d", 4)).isEqualTo("b");
    assertThat(visitors.count()).isEqualTo(3);
    assertThat(visitors.came("e", 5)).isEqualTo("c");
  }

  @Test
  void whoIsGoneIsForgotten() {
    visitors.came("a", 0);
    visitors.left("a");
    visitors.asked("a", 1);
    assertThat(visitors.count()).isZero();
    assertThat(visitors.overdue(1000)).isEmpty();
  }
}
