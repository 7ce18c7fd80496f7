package dev.freshet.protocol.announce;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Legal requests and answers of every kind, drawn from a seed.
final class AnyAnnounce {
  private AnyAnnounce() {}

  static AnnounceRequest request(SplittableRandom random) {
    return new AnnounceRequest(
        hash(random),
        PeerId.of(bytes(random, 20)),
        random.nextInt(0x10000),
        random.nextLong() >>> random.nextInt(1, 64),
        random.nextLong() >>> random.nextInt(1, 64),
        random.nextLong() >>> random.nextInt(1, 64),
        AnnounceEvent.values()[random.nextInt(4)],
        random.nextInt(),
        random.nextInt(-1, 200),
        random.nextBoolean(),
        random.nextBoolean() ? null : ip(random, random.nextBoolean()),
        random.nextBoolean() ? null : "id & =%" + random.nextInt());
  }

  /// A request of which nothing is lost over UDP.
  static AnnounceRequest udpRequest(SplittableRandom random) {
    AnnounceRequest any = request(random);
    return new AnnounceRequest(
        any.infoHash(),
        any.peerId(),
        any.port(),
        any.uploaded(),
        any.downloaded(),
        any.left(),
        any.event(),
        any.key(),
        any.wanted(),
        true,
        random.nextBoolean() ? null : ip(random, false),
        null);
  }

  static AnnounceResponse.Peers peers(SplittableRandom random) {
    List<Endpoint> v6 = endpoints(random, true);
    List<Endpoint> peers = new ArrayList<>(endpoints(random, false));
    peers.addAll(v6);
    return new AnnounceResponse.Peers(
        random.nextInt(AnnounceBody.MAX_INTERVAL + 1),
        random.nextInt(AnnounceBody.MAX_INTERVAL + 1),
        random.nextInt(-1, 1000),
        random.nextInt(-1, 1000),
        peers,
        random.nextBoolean() ? null : ip(random, random.nextBoolean()),
        text(random, "tracker"),
        text(random, "warning"));
  }

  /// An answer of which nothing is lost over UDP.
  static AnnounceResponse.Peers udpPeers(SplittableRandom random, boolean v6) {
    return new AnnounceResponse.Peers(
        random.nextInt(AnnounceBody.MAX_INTERVAL + 1),
        0,
        random.nextInt(1000),
        random.nextInt(1000),
        endpoints(random, v6),
        null,
        null,
        null);
  }

  static SwarmCounts counts(SplittableRandom random) {
    return new SwarmCounts(random.nextInt() >>> 1, random.nextInt() >>> 1, random.nextInt() >>> 1);
  }

  static List<Hash> hashes(SplittableRandom random) {
    List<Hash> hashes = new ArrayList<>();
    for (int i = random.nextInt(1, ScrapeQuery.MAX_HASHES + 1); i > 0; i--) {
      hashes.add(hash(random));
    }
    return hashes;
  }

  static Hash hash(SplittableRandom random) {
    return Hash.of(bytes(random, 20));
  }

  static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Endpoint> endpoints(SplittableRandom random, boolean v6) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      endpoints.add(new Endpoint(ip(random, v6), random.nextInt(1, 0x10000)));
    }
    return new ArrayList<>(endpoints);
  }

  /// An address that one can connect to.
  private static IpAddress ip(SplittableRandom random, boolean v6) {
    return v6
        ? new IpAddress(0x2000_0000_0000_0000L | random.nextLong() >>> 3, random.nextLong())
        : IpAddress.v4(random.nextInt(1 << 24, 224 << 23));
  }

  private static @Nullable String text(SplittableRandom random, String word) {
    return random.nextBoolean() ? null : word + " " + random.nextInt(1000) + " µ";
  }
}
