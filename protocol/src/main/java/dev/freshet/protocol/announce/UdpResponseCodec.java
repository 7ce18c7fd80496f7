package dev.freshet.protocol.announce;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [UdpResponse] as a datagram, both sides (BEP 15). Peers are of the family that the datagrams go
/// by, so both sides must be told which that is.
public final class UdpResponseCodec {
  private static final int HEADER = 8;
  private static final int ANNOUNCED = 20;
  private static final int COUNTS = 12;

  private UdpResponseCodec() {}

  /// The datagram to send.
  ///
  /// @param v6 whether it goes over IPv6; peers of the other family are left out
  public static ByteBuffer encode(UdpResponse response, boolean v6) {
    return switch (response) {
      case UdpResponse.Connected(int transaction, long connection) ->
          header(16, UdpRequestCodec.CONNECT, transaction).putLong(connection).flip();
      case UdpResponse.Announced(int transaction, AnnounceResponse.Peers peers) -> {
        byte[] run = CompactPeers.encode(peers.peers(), v6);
        yield header(ANNOUNCED + run.length, UdpRequestCodec.ANNOUNCE, transaction)
            .putInt(peers.intervalSeconds())
            .putInt(Math.max(0, peers.leechers()))
            .putInt(Math.max(0, peers.seeds()))
            .put(run)
            .flip();
      }
      case UdpResponse.Scraped(int transaction, List<SwarmCounts> swarms) -> {
        int length = HEADER + COUNTS * swarms.size();
        ByteBuffer out = header(length, UdpRequestCodec.SCRAPE, transaction);
        for (SwarmCounts swarm : swarms) {
          out.putInt(swarm.seeds()).putInt(swarm.downloads()).putInt(swarm.leechers());
        }
        yield out.flip();
      }
      case UdpResponse.Failed(int transaction, String reason) -> {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        yield header(HEADER + text.length, UdpRequestCodec.ERROR, transaction).put(text).flip();
      }
    };
  }

  /// Reads the datagram from position to limit; null if it is not an answer of a tracker. Bytes
  /// behind the last whole entry are ignored, as BEP 15 asks.
  ///
  /// @param v6 whether it came over IPv6
  public static @Nullable UdpResponse decode(ByteBuffer datagram, boolean v6) {
    ByteBuffer in = datagram.slice();
    if (in.remaining() < HEADER) {
      return null;
    }
    int action = in.getInt();
    int transaction = in.getInt();
    return switch (action) {
      case UdpRequestCodec.CONNECT ->
          in.remaining() < 8 ? null : new UdpResponse.Connected(transaction, in.getLong());
      case UdpRequestCodec.ANNOUNCE ->
          in.limit() < ANNOUNCED ? null : new UdpResponse.Announced(transaction, peers(in, v6));
      case UdpRequestCodec.SCRAPE -> new UdpResponse.Scraped(transaction, swarms(in));
      case UdpRequestCodec.ERROR ->
          new UdpResponse.Failed(
              transaction, AnnounceBody.reason(StandardCharsets.UTF_8.decode(in).toString()));
      default -> null;
    };
  }

  private static ByteBuffer header(int length, int action, int transaction) {
    return ByteBuffer.allocate(length).putInt(action).putInt(transaction);
  }

  private static AnnounceResponse.Peers peers(ByteBuffer in, boolean v6) {
    int interval = Math.clamp(in.getInt(), 0, AnnounceBody.MAX_INTERVAL);
    int leechers = Math.max(0, in.getInt());
    int seeds = Math.max(0, in.getInt());
    List<Endpoint> peers = new ArrayList<>(new LinkedHashSet<>(CompactPeers.decode(in, v6)));
    return new AnnounceResponse.Peers(interval, 0, seeds, leechers, peers, null, null, null);
  }

  private static List<SwarmCounts> swarms(ByteBuffer in) {
    List<SwarmCounts> swarms = new ArrayList<>();
    while (in.remaining() >= COUNTS && swarms.size() < ScrapeQuery.MAX_HASHES) {
      int seeds = Math.max(0, in.getInt());
      int downloads = Math.max(0, in.getInt());
      int leechers = Math.max(0, in.getInt());
      swarms.add(new SwarmCounts(seeds, downloads, leechers));
    }
    return swarms;
  }
}
