package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Strangers who ask for the hashes of a piece's blocks (BEP 52), for which it has to be read.
class HashRequestTest {
  private static final int PIECE = 256 * 1024;
  private static final int LEAVES = 16;
  private static final int PIECES = 4;

  private final Sample sample = Sample.of(1, PIECES * PIECE, PIECE, TorrentVersion.V2);
  private final Info info = sample.metainfo().info();
  private final Hash root = Objects.requireNonNull(info.layeredFiles().getFirst().piecesRoot());
  private final Stranger node = Stranger.seed(sample, 1);
  private int before;

  @BeforeEach
  void count() {
    node.keepWords();
    before = node.verified;
  }

  private int greet() {
    return node.greet(info.hashes().wire().getFirst());
  }

  private void ask(int conn, int times) {
    for (int i = 0; i < times; i++) {
      node.hear(conn, new Message.HashRequest(root, 0, i % PIECES * LEAVES, LEAVES, 0));
    }
  }

  private int read() {
    return node.verified - before;
  }

  private static int count(List<Decoded> said, Class<? extends Message> kind) {
    return (int) said.stream().filter(kind::isInstance).count();
  }

  @Test
  void oneHasSomePiecesReadASecondAndHearsANoToAllElse() {
    int conn = greet();
    ask(conn, 2000);
    int atOnce = read();
    assertThat(atOnce).isBetween(PIECES, 8);
    node.pass(10 * SECOND);
    ask(conn, 2000);
    assertThat(read()).isBetween(2 * PIECES, 16);
    assertThat(node.closed(conn)).isFalse();
    assertThat(count(node.said(conn), Message.Hashes.class)).isEqualTo(read());
    assertThat(count(node.said(conn), Message.HashReject.class)).isEqualTo(4000 - read());
  }

  @Test
  void manyTogetherHaveNotMuchMoreRead() {
    for (int i = 0; i < 50; i++) {
      ask(greet(), 50);
    }
    assertThat(read()).isBetween(16, 24);
  }

  /// Each would be asked again before those behind it were asked once.
  @Test
  void whoNeverAnswersForHashesComesAfterThoseWhoHaveNotBeenAsked() {
    Stranger lacking = new Stranger(NodeOptions.defaults(), 1);
    lacking.keepWords();
    Metainfo bare =
        new Metainfo(info, PieceLayers.NONE, List.of(), List.of(), List.of(), null, null, 0);
    lacking.tell(new Input.Asked(new Command.AddTorrent(1, bare, TorrentOptions.in("x"))));
    int last = 0;
    for (int i = 0; i < 5; i++) {
      last = lacking.greet(info.hashes().wire().getFirst());
    }
    for (int second = 0; second < 100; second++) {
      lacking.pass(SECOND);
    }
    assertThat(count(lacking.said(last), Message.HashRequest.class)).isPositive();
  }

  @Test
  void whoAsksNowAndThenHasAnAnswerEachTime() {
    int conn = greet();
    for (int i = 0; i < 60; i++) {
      ask(conn, PIECES);
      node.pass(SECOND);
    }
    assertThat(count(node.said(conn), Message.Hashes.class)).isEqualTo(60 * PIECES);
  }

  @Test
  void whoAsksForLayersAllTheTimeTakesThemFromNobody() {
    Sample large = Sample.of(1, 32 << 20, 16 * 1024, TorrentVersion.V2);
    Info about = large.metainfo().info();
    Hash file = Objects.requireNonNull(about.layeredFiles().getFirst().piecesRoot());
    Stranger seed = Stranger.seed(large, 1);
    seed.keepWords();
    int greedy = seed.greet(about.hashes().wire().getFirst());
    int other = seed.greet(about.hashes().wire().getFirst());
    for (int tenth = 0; tenth < 20; tenth++) {
      for (int i = 0; i < 200; i++) {
        seed.hear(greedy, new Message.HashRequest(file, 0, i % 4 * 512, 512, 0));
      }
      seed.hear(other, new Message.HashRequest(file, 0, tenth % 4 * 512, 512, 10));
      seed.tell(new NetInput.Sent(greedy, 4 << 20));
      seed.pass(SECOND / 10);
    }
    assertThat(count(seed.said(greedy), Message.HashReject.class)).isPositive();
    assertThat(count(seed.said(other), Message.HashReject.class)).isZero();
    assertThat(count(seed.said(other), Message.Hashes.class)).isEqualTo(20);
  }
}
