package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A node with more torrents than its connections are enough for.
final class CrowdedNodeTest {
  private static final int TORRENTS = 10;
  private static final int EACH = 80;

  @Test
  void oneMachineDoesNotTakeAllConnections() {
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    List<Hash> names = new ArrayList<>();
    for (int i = 1; i <= TORRENTS; i++) {
      Sample sample = Sample.of(i, 100_000, 32 * 1024, TorrentVersion.V1);
      node.add(i, sample, false);
      names.add(sample.metainfo().info().hashes().primary());
    }
    int number = 0;
    int taken = 0;
    List<Integer> conns = new ArrayList<>();
    for (Hash name : names) {
      for (int i = 0; i < EACH; i++) {
        int conn = greet(node, 0xc0000242, ++number, name);
        taken += node.closed(conn) ? 0 : 1;
        conns.add(conn);
      }
    }
    assertThat(taken).isEqualTo(NodeOptions.defaults().maxConnections() / 4);
    for (Hash name : names) {
      assertThat(node.closed(greet(node, 0xc6336401, ++number, name))).isFalse();
    }
    for (int i = 0; i < 5; i++) {
      node.tell(new NetInput.Closed(conns.get(i), "bye"));
    }
    int again = 0;
    for (int i = 0; i < EACH; i++) {
      again += node.closed(greet(node, 0xc0000242, ++number, names.getLast())) ? 0 : 1;
    }
    assertThat(again).as("who leaves makes room").isEqualTo(5);
  }

  private static int greet(Stranger node, int ip, int number, Hash name) {
    return node.greet(new Endpoint(IpAddress.v4(ip), 1000 + number), name, number);
  }
}
