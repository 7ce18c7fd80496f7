package dev.freshet.core.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IdleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int PIECES = 4;

  private final Outbox outbox = new Outbox();
  private final Node node = new Node(NodeOptions.defaults(), new SplittableRandom(1));

  private long step(long now, Input input) {
    long deadline = node.step(now, input, outbox);
    outbox.drain();
    return deadline;
  }

  @Test
  void aDownloadThatNobodyGivesToWakesEveryTwoSecondsOnly() {
    assertEquals(30, wakes(new Bitfield(PIECES), 60), 2);
  }

  @Test
  void aSeedThatNobodyAsksWakesEverySoOftenOnly() {
    // after 2, 6, 14 and 30 seconds, and every 32 from then on
    assertEquals(4 + 570 / 32, wakes(Bitfield.full(PIECES), 600), 2);
  }

  /// How often a torrent without neighbours wakes in so many seconds.
  private int wakes(Bitfield has, long seconds) {
    Sample sample = Sample.of(1, PIECES << 14, 1 << 14, TorrentVersion.V1);
    long now = SECOND;
    step(now, new Input.Asked(new Command.AddTorrent(1, sample.metainfo(), options())));
    long deadline = step(now, new DiskInput.Opened(1, has, new Bitfield(PIECES)));
    int wakes = 0;
    while (deadline < (1 + seconds) * SECOND) {
      now = deadline;
      deadline = step(now, new Input.Tick());
      wakes++;
    }
    assertTrue(now > seconds * SECOND / 2, "it sleeps for ever");
    return wakes;
  }

  private static TorrentOptions options() {
    return TorrentOptions.in("there");
  }
}
