package dev.freshet.sim.trial;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.sim.world.Observer;
import dev.freshet.sim.world.World;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes down all that goes in and out of a node, a line each, before another observer sees it.
final class Chronicle implements Observer {
  private final int host;
  private final Consumer<String> lines;
  private final @Nullable Observer next;

  Chronicle(int host, Consumer<String> lines, @Nullable Observer next) {
    this.host = host;
    this.lines = lines;
    this.next = next;
  }

  @Override
  public void heard(long now, Input input) {
    line(now, "<-", text(input));
    if (next != null) {
      next.heard(now, input);
    }
  }

  @Override
  public void said(long now, Input input, List<Effect> effects) {
    effects.forEach(effect -> line(now, "->", text(effect)));
    if (next != null) {
      next.said(now, input, effects);
    }
  }

  private void line(long now, String arrow, String what) {
    lines.accept(
        String.format(
            Locale.ROOT,
            "%4d.%09d %2d %s %s",
            now / World.SECOND,
            now % World.SECOND,
            host,
            arrow,
            what));
  }

  private static String text(Input input) {
    return input instanceof NetInput.Received(int conn, var lease)
        ? "Received[conn=" + conn + ", " + lease.buffer().remaining() + " bytes]"
        : input.toString();
  }

  private static String text(Effect effect) {
    return switch (effect) {
      case NetEffect.Send(int conn, var bytes, var lease) ->
          "Send[conn=%d, %d bytes%s]"
              .formatted(conn, bytes.remaining(), lease == null ? "" : " of a block");
      case DiskEffect.Write write ->
          "Write[piece=%d, begin=%d, %d bytes]"
              .formatted(write.piece(), write.begin(), write.bytes().remaining());
      case Effect other -> other.toString();
    };
  }
}
