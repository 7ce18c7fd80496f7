package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Event;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Peers that spoil one block, so that the honest seed is under suspicion too, and then drip: just
/// enough to be waited for.
final class DripTest {
  private static final int PIECE = 4 << 20;
  private static final int LENGTH = 8 << 20;

  private final Sample sample = Sample.of(1, LENGTH, PIECE, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().wire().getFirst();

  private static Endpoint at(String ip, int port) {
    return new Endpoint(Objects.requireNonNull(IpAddress.parse(ip)), port);
  }

  /// A peer that has everything, and gives it when it is told to.
  private final class Giver {
    final Stranger node;
    final int conn;
    final ArrayDeque<Message.Request> asked = new ArrayDeque<>();
    boolean spoils;
    long nextAt;

    Giver(Stranger node, Endpoint from, long number, boolean spoils) {
      this.node = node;
      this.conn = node.greet(from, name, number);
      this.spoils = spoils;
      node.hear(conn, new Message.HaveAll());
      node.hear(conn, new Message.Unchoke());
    }

    void look() {
      for (Decoded one : node.fresh(conn)) {
        if (one instanceof Message.Request request) {
          asked.add(request);
        } else if (one instanceof Message.Cancel(int piece, int begin, int length)
            && asked.remove(new Message.Request(piece, begin, length))) {
          node.hear(conn, new Message.RejectRequest(piece, begin, length));
        }
      }
    }

    void give() {
      Message.Request request = asked.remove();
      int from = request.piece() * PIECE + request.begin();
      ByteBuffer bytes =
          spoils
              ? ByteBuffer.allocate(request.length())
              : ByteBuffer.wrap(sample.content(), from, request.length()).slice();
      spoils = false;
      node.hear(conn, new Message.Piece(request.piece(), request.begin(), bytes));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 3", "4, 3", "4, 5", "12, 4", "12, 6"})
  void whoSpoilsABlockAndThenDripsIsNotWaitedForForEver(int attackers, int gapSeconds) {
    Stranger node = new Stranger(NodeOptions.defaults(), 2);
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    List<Giver> drips = new ArrayList<>();
    for (int i = 0; i < attackers; i++) {
      drips.add(new Giver(node, at("192.0.2." + (66 + i), 1000 + i), 100 + i, true));
    }
    Giver honest = new Giver(node, at("198.51.100.1", 6881), 7, false);
    // alone the honest seed takes ten seconds
    for (long now = 0; now < 90 * SECOND && !node.saw(Event.Completed.class); now += SECOND / 10) {
      assertThat(node.closed(honest.conn)).isFalse();
      node.pass(SECOND / 10);
      honest.look();
      for (int i = 0; i < 5 && !honest.asked.isEmpty(); i++) {
        honest.give();
      }
      for (Giver drip : drips) {
        if (!node.closed(drip.conn)) {
          drip.look();
          if (!drip.asked.isEmpty() && (drip.spoils || now >= drip.nextAt)) {
            drip.give();
            drip.nextAt = now + gapSeconds * SECOND;
          }
        }
      }
    }
    assertThat(node.saw(Event.Completed.class)).isTrue();
  }
}
