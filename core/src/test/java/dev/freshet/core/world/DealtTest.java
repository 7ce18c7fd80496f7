package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a first seed that deals its pieces says of itself.
final class DealtTest {
  private static final int THEIR_ID = 9;

  private final Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().primary();
  private final Stranger seed = new Stranger(NodeOptions.defaults(), 1);

  private int neighbour(int number) {
    int conn = seed.greet(new Endpoint(IpAddress.v4(0xc6336400 + number), 1), name, 6 + number);
    ExtensionHandshake hello =
        new ExtensionHandshake(
            Map.of(Extension.UPLOAD_ONLY.key(), THEIR_ID), "", 0, 500, 0, false, null);
    seed.hear(conn, WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0));
    return conn;
  }

  private boolean saidHelloOfUploader(int conn) {
    for (Decoded said : seed.said(conn)) {
      if (said instanceof Message.Extended hello && hello.id() == 0) {
        return text(hello.payload()).contains("11:upload_onlyi1e");
      }
    }
    throw new AssertionError("no hello");
  }

  private boolean saidUploadOnly(int conn) {
    return seed.said(conn).stream()
        .anyMatch(said -> said instanceof Message.Extended one && one.id() == THEIR_ID);
  }

  private static String text(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void itDoesNotSayThatItOnlyUploadsBeforeItHasShownEverything() {
    seed.disk.put(sample.content());
    TorrentOptions options = TorrentOptions.in("x").withTrusted(true).withSuperSeed(true);
    seed.tell(
        new Input.Asked(new Command.AddTorrent(Stranger.TORRENT, sample.metainfo(), options)));
    seed.keepWords();
    int conn = neighbour(1);
    seed.pass(2 * SECOND);
    assertThat(saidHelloOfUploader(conn)).isFalse();
    assertThat(saidUploadOnly(conn)).isFalse();
    int other = neighbour(2);
    seed.hear(other, new Message.HaveAll());
    seed.pass(20 * SECOND);
    assertThat(saidUploadOnly(conn)).as("another seed is here, so it deals no more").isTrue();
  }

  @Test
  void whoShowsEverythingSaysSoAtOnce() {
    seed.disk.put(sample.content());
    seed.add(Stranger.TORRENT, sample, true);
    seed.keepWords();
    assertThat(saidHelloOfUploader(neighbour(1))).isTrue();
  }
}
