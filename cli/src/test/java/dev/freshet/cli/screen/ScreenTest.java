package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.screen.Screen.Extent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Screen screen = new Screen(out, () -> new Extent(10, 3), false);

  @Test
  void aFrameReplacesTheOneBefore() {
    screen.show(List.of("one", "two"));
    assertThat(drawn()).isEqualTo("^?7l^Kone\n^Ktwo\n^J^?7h");
    screen.show(List.of("three"));
    assertThat(drawn()).isEqualTo("^2F^?7l^Kthree\n^J^?7h");
  }

  @Test
  void nothingIsDrawnTwice() {
    screen.show(List.of("one"));
    drawn();
    screen.show(List.of("one"));
    assertThat(drawn()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    screen.show(List.of("0123456789ab", "b", "c", "d"));
    assertThat(drawn()).isEqualTo("^?7l^K012345678…\n^Kb\n^J^?7h");
  }

  @Test
  void aMessageStaysAboveTheFrame() {
    screen.show(List.of("one"));
    drawn();
    screen.say(out, "said");
    assertThat(drawn()).isEqualTo("^1F^Jsaid\none\n");
    screen.clear();
    assertThat(drawn()).isEqualTo("^1F^J");
    screen.clear();
    assertThat(drawn()).isEmpty();
  }

  @Test
  void headingsAreBoldWhereColourIsWanted() {
    screen.show(List.of("#head"));
    assertThat(drawn()).contains("^?7l^Khead");
    new Screen(out, () -> new Extent(10, 3), true).show(List.of("#head"));
    assertThat(drawn()).contains("^1mhead^0m");
  }

  @Test
  void withoutATerminalNothingIsDrawn() {
    Screen none = Screen.none(out);
    none.show(List.of("one"));
    none.say(out, "said");
    none.clear();
    assertThat(drawn()).isEqualTo("said\n");
  }

  private String drawn() {
    String text = bytes.toString(StandardCharsets.UTF_8).replace("\u001b[", "^");
    bytes.reset();
    return text;
  }
}
