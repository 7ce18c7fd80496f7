package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a node keeps of those who came to it.
class AddressBookTest {
  private final Sample sample = Sample.of(1, 300_000, 64 * 1024, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().primary();
  private final Stranger node = new Stranger(NodeOptions.defaults(), 1);

  AddressBookTest() {
    node.add(Stranger.TORRENT, sample, false);
  }

  private static Message listeningOn(int port) {
    ExtensionHandshake hello = new ExtensionHandshake(Map.of(), "", port, 0, 0, false, null);
    return WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0);
  }

  private void leave(int conn) {
    node.tell(new NetInput.Closed(conn, "reset"));
  }

  /// How many of so many peers that were just named are called within ten minutes.
  private long calledOf(int count) {
    List<Endpoint> named = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      named.add(new Endpoint(IpAddress.v4(0x0d00_0000 + i), 6881));
    }
    node.tell(new Input.Asked(new Command.AddPeers(Stranger.TORRENT, named)));
    node.pass(600 * SECOND);
    return named.stream().filter(node.called()::contains).count();
  }

  @Test
  void thoseWhoCameAndWentLeaveRoomForOthers() {
    for (int i = 0; i < 2100; i++) {
      int peer = node.greet(name);
      node.hear(peer, listeningOn(6881));
      leave(peer);
      if (i % 100 == 99) {
        // time enough to find that they have gone
        node.pass(1800 * SECOND);
      }
    }
    assertThat(calledOf(200)).isEqualTo(200);
  }

  @Test
  void thoseWhoNeverSayWhereTheyListenAreNotKept() {
    for (int i = 0; i < 2100; i++) {
      leave(node.greet(name));
    }
    assertThat(calledOf(200)).isEqualTo(200);
  }

  @Test
  void whoNamesManyPortsOfItsOwnIsBelievedTheFirst() {
    int liar = node.greet(name);
    for (int port = 1; port <= 2100; port++) {
      node.hear(liar, listeningOn(port));
    }
    leave(liar);
    assertThat(calledOf(200)).isEqualTo(200);
    assertThat(node.called().stream().filter(at -> at.ip().equals(IpAddress.v4(0x0b00_0001))))
        .allMatch(at -> at.port() == 1);
  }

  @Test
  void oneMachineDoesNotFillTheBookByComingAgainAndAgain() {
    for (int port = 1; port <= 2100; port++) {
      int liar = node.greet(new Endpoint(IpAddress.v4(0x0c00_0001), 30_000 + port), name, port);
      node.hear(liar, listeningOn(port));
      leave(liar);
    }
    assertThat(calledOf(200)).isEqualTo(200);
  }
}
