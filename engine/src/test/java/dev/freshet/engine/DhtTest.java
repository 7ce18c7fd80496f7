package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.magnet.Magnet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines that have a DHT of their own, on one machine.
final class DhtTest {
  @TempDir private Path folder;

  /// An engine that begins at this one.
  private Engine open(@Nullable Engine begin) throws Exception {
    DhtOptions dht =
        DhtOptions.beginningAt(
            begin == null ? List.of() : List.of(new HostPort("127.0.0.1", begin.port())));
    return Engine.open(
        EngineOptions.defaults()
            .withBind(List.of(IpAddress.v4(0x7f000001)))
            .withStateDirectory(folder.resolve("state"))
            .withDht(dht));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aLinkWithNothingButTheInfoHashIsEnough() throws Exception {
    SharedFile shared = SharedFile.in(folder.resolve("origin"), "a.bin", 300_000);
    try (Engine begin = open(null);
        Engine seed = open(begin);
        Engine get = open(begin)) {
      Torrent given =
          seed.add(shared.metainfo(), TorrentOptions.in(folder.resolve("origin").toString()));
      assertThat(await(given.completion()).complete()).isTrue();
      Magnet magnet = Magnet.of(shared.metainfo(), List.of());
      Torrent got = get.add(magnet, TorrentOptions.in(folder.resolve("copy").toString()));
      assertThat(await(got.completion()).complete()).isTrue();
      assertThat(Files.mismatch(shared.file(), folder.resolve("copy").resolve("a.bin")))
          .isEqualTo(-1);
    }
  }

  @Test
  void itemsAreStoredAndFound() throws Exception {
    Opaque secret = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Opaque key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    Opaque hello = Opaque.of("5:hello".getBytes(StandardCharsets.US_ASCII));
    Item fixed = new Item.Immutable(hello);
    Item.Mutable first = Item.Mutable.signed(secret, key, hello, 1, hello);
    try (Engine begin = open(null);
        Engine one = open(begin);
        Engine other = open(begin)) {
      assertThat(await(one.storeItem(fixed))).isPositive();
      assertThat(await(one.storeItem(first))).isPositive();
      assertThat(await(other.fetchItem(fixed.target(), Opaque.NONE))).isEqualTo(fixed);
      assertThat(await(other.fetchItem(first.target(), hello))).isEqualTo(first);
      NodeId nothing = NodeId.random(new SplittableRandom(1));
      assertThat(await(other.fetchItem(nothing, Opaque.NONE))).isNull();
    }
  }

  @Test
  void withoutADhtNothingIsStoredOrFound() throws Exception {
    Item item = new Item.Immutable(Opaque.of("i1e".getBytes(StandardCharsets.US_ASCII)));
    EngineOptions options = EngineOptions.defaults().withStateDirectory(folder.resolve("state"));
    try (Engine engine = Engine.open(options)) {
      assertThat(await(engine.storeItem(item))).isZero();
      assertThat(await(engine.fetchItem(item.target(), Opaque.NONE))).isNull();
    }
  }

  @Test
  void whatIsKnownIsKeptInOneFile() throws Exception {
    DhtFile file = new DhtFile(folder.resolve("state"));
    assertThat(file.read()).isEqualTo(KnownNodes.NONE);
    SplittableRandom random = new SplittableRandom(2);
    var at = Objects.requireNonNull(Endpoint.parse("192.0.2.1:6881"));
    KnownNodes known =
        new KnownNodes(
            List.of(IpAddress.v4(0x01020304)), List.of(new Contact(NodeId.random(random), at)));
    file.write(known);
    assertThat(file.read()).isEqualTo(known);
    Files.writeString(folder.resolve("state").resolve("dht-nodes"), "no bencode");
    assertThat(file.read()).isEqualTo(KnownNodes.NONE);
    try (var left = Files.list(folder.resolve("state"))) {
      assertThat(left).hasSize(1);
    }
  }

  private static Opaque hex(String digits) {
    return Opaque.of(HexFormat.of().parseHex(digits));
  }
}
