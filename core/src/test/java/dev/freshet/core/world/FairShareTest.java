package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How a limited uplink is shared.
class FairShareTest {
  private static Endpoint at(String ip) {
    return new Endpoint(Objects.requireNonNull(IpAddress.parse(ip)), 1);
  }

  @Test
  void whoAsksForLargeBlocksGetsNoMore() {
    Sample sample = Sample.of(1, 4 << 20, 256 * 1024, TorrentVersion.V1);
    Hash name = sample.metainfo().info().hashes().wire().getFirst();
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.disk.put(sample.content());
    TorrentOptions options = TorrentOptions.in("x").withTrusted(true);
    RateLimits limits = new RateLimits(200_000, 0);
    node.tell(
        new Input.Asked(
            new Command.AddTorrent(
                Stranger.TORRENT, sample.metainfo(), options.withLimits(limits))));
    node.keepWords();
    int[] conns = {node.greet(at("198.51.100.1"), name, 6), node.greet(at("192.0.2.66"), name, 5)};
    node.hear(conns[0], new Message.Interested());
    node.hear(conns[1], new Message.Interested());
    node.pass(SECOND);
    long[] got = new long[2];
    int[] read = new int[2];
    for (int t = 0; t < 600; t++) {
      for (int i = 0; i < 4; i++) {
        node.hear(conns[0], new Message.Request(t % 16, (i % 16) * 16384, 16384));
        node.hear(conns[1], new Message.Request(t % 16, 0, 128 * 1024));
      }
      node.pass(SECOND / 10);
      for (int i = 0; i < 2; i++) {
        List<Decoded> said = node.said(conns[i]);
        int bytes = 0;
        for (; read[i] < said.size(); read[i]++) {
          if (said.get(read[i]) instanceof Message.Piece piece) {
            bytes += piece.bytes().remaining() + 13;
          }
        }
        got[i] += bytes;
        node.tell(new NetInput.Sent(conns[i], bytes));
      }
    }
    assertThat(got[0] + got[1]).isBetween(11_000_000L, 13_000_000L);
    assertThat((double) got[1] / got[0]).isBetween(0.8, 1.25);
  }

  @Test
  void whoDoesNotReadLeavesItsSlotToOthers() {
    Sample sample = Sample.of(1, 4 << 20, 64 * 1024, TorrentVersion.V1);
    Hash name = sample.metainfo().info().hashes().wire().getFirst();
    Stranger node = Stranger.seed(sample, 1);
    node.keepWords();
    int[] conns = new int[41];
    boolean[] open = new boolean[conns.length];
    int good = conns.length - 1;
    for (int i = 0; i < conns.length; i++) {
      Endpoint from = new Endpoint(IpAddress.v4(i == good ? 0xc6336401 : 0xc0000242), 1000 + i);
      conns[i] = node.greet(from, name, 100 + i);
      node.hear(conns[i], new Message.Interested());
    }
    int first = -1;
    for (int tenth = 0; tenth < 3000 && first < 0; tenth++) {
      node.pass(SECOND / 10);
      for (int i = 0; i < conns.length; i++) {
        boolean was = open[i];
        for (Decoded said : node.fresh(conns[i])) {
          open[i] =
              said instanceof Message.Unchoke || (open[i] && !(said instanceof Message.Choke));
        }
        // the others ask once, and read nothing of what comes
        for (int k = 0; k < 4 && open[i] && !was && i != good; k++) {
          node.hear(conns[i], new Message.Request(k, 0, 16384));
        }
      }
      first = open[good] ? tenth / 10 : -1;
    }
    assertThat(first).as("seconds until it may ask").isBetween(0, 100);
  }
}
