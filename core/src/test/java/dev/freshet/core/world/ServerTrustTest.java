package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How much is taken of a web server before it is known to be right.
final class ServerTrustTest {
  private static final int PIECE = 64 * 1024;
  private static final int FIRST_RUN = 128 * 1024;

  private final Sample sample = Sample.of(3, 64 * PIECE, PIECE, TorrentVersion.V1);
  private final Stranger node = new Stranger(NodeOptions.defaults(), 1);

  private void begin() {
    Metainfo plain = sample.metainfo();
    List<String> servers = List.of("http://198.51.100.1/sample.bin");
    Metainfo served =
        new Metainfo(plain.info(), plain.layers(), List.of(), servers, List.of(), null, null, 0);
    node.tell(
        new Input.Asked(new Command.AddTorrent(Stranger.TORRENT, served, TorrentOptions.in("x"))));
  }

  /// So many bytes were asked for and answered while this time passed.
  private int serve(long nanos) {
    int bytes = 0;
    for (long passed = 0; passed < nanos; passed += SECOND / 10) {
      for (NetEffect.FetchRange range : List.copyOf(node.ranges)) {
        node.ranges.remove(range);
        int from = (int) range.begin();
        byte[] part = Arrays.copyOfRange(sample.content(), from, from + (int) range.length());
        bytes += part.length;
        node.tell(new NetInput.RangeReceived(range.request(), node.leases.of(part)));
        node.tell(new NetInput.RangeEnded(range.request()));
      }
      node.pass(SECOND / 10);
    }
    return bytes;
  }

  @Test
  void itsFirstBytesAreCheckedBeforeItIsAskedForMore() {
    begin();
    node.diskWorks(false);
    assertThat(serve(60 * SECOND)).isEqualTo(FIRST_RUN);
    node.diskWorks(true);
    List<DiskEffect> late = List.copyOf(node.undone);
    node.undone.clear();
    late.forEach(each -> node.disk.perform(each, node::tell));
    // at once, and not at the next look round
    assertThat(node.ranges).isNotEmpty();
    assertThat(serve(60 * SECOND)).isEqualTo(sample.content().length - FIRST_RUN);
    assertThat(node.saw(Event.Completed.class)).isTrue();
  }

  @Test
  void onceRightItNeedNotWaitForTheDisk() {
    begin();
    assertThat(serve(SECOND + SECOND / 2)).isBetween(FIRST_RUN, 63 * PIECE);
    node.diskWorks(false);
    assertThat(serve(60 * SECOND)).isGreaterThan(FIRST_RUN);
  }
}
