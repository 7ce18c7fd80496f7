package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [UdpRequest] as a datagram, both sides (BEP 15, 41).
public final class UdpRequestCodec {
  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;
  static final int SCRAPE = 2;
  static final int ERROR = 3;

  private static final long MAGIC = 0x417_2710_1980L;
  private static final int HEADER = 16;
  private static final int ANNOUNCE_LENGTH = 98;

  private UdpRequestCodec() {}

  /// The datagram to send.
  public static ByteBuffer encode(UdpRequest request) {
    return switch (request) {
      case UdpRequest.Connect(int transaction) ->
          header(HEADER, MAGIC, CONNECT, transaction).flip();
      case UdpRequest.Announce(
              long connection,
              int transaction,
              AnnounceRequest announce,
              String target) -> {
        byte[] options = UrlData.encode(target);
        ByteBuffer out =
            header(ANNOUNCE_LENGTH + options.length, connection, ANNOUNCE, transaction);
        announce(announce, out);
        yield out.put(options).flip();
      }
      case UdpRequest.Scrape(long connection, int transaction, List<Hash> hashes) -> {
        int length = HEADER + Hash.SHA1_LENGTH * hashes.size();
        ByteBuffer out = header(length, connection, SCRAPE, transaction);
        hashes.forEach(hash -> hash.write(out));
        yield out.flip();
      }
    };
  }

  /// Reads the datagram from position to limit; null if it is not a request, which is then best not
  /// answered at all. The connection id is for the tracker to check.
  public static @Nullable UdpRequest decode(ByteBuffer datagram) {
    ByteBuffer in = datagram.slice();
    if (in.remaining() < HEADER) {
      return null;
    }
    long connection = in.getLong();
    int action = in.getInt();
    int transaction = in.getInt();
    return switch (action) {
      case CONNECT -> connection == MAGIC ? new UdpRequest.Connect(transaction) : null;
      case ANNOUNCE ->
          in.limit() < ANNOUNCE_LENGTH
              ? null
              : new UdpRequest.Announce(connection, transaction, announce(in), UrlData.decode(in));
      case SCRAPE -> scrape(connection, transaction, in);
      default -> null;
    };
  }

  private static ByteBuffer header(int length, long connection, int action, int transaction) {
    return ByteBuffer.allocate(length).putLong(connection).putInt(action).putInt(transaction);
  }

  private static void announce(AnnounceRequest request, ByteBuffer out) {
    request.infoHash().write(out);
    request.peerId().write(out);
    out.putLong(request.downloaded()).putLong(request.left()).putLong(request.uploaded());
    out.putInt(request.event().ordinal());
    IpAddress ip = request.claimedIp();
    out.putInt(ip != null && ip.isV4() ? (int) ip.low() : 0);
    out.putInt(request.key()).putInt(request.wanted()).putShort((short) request.port());
  }

  private static AnnounceRequest announce(ByteBuffer in) {
    Hash infoHash = Hash.read(in, Hash.SHA1_LENGTH);
    PeerId peerId = PeerId.read(in);
    long downloaded = count(in);
    long left = count(in);
    long uploaded = count(in);
    int event = in.getInt();
    int ip = in.getInt();
    int key = in.getInt();
    int wanted = Math.max(-1, in.getInt());
    int port = in.getShort() & 0xffff;
    return new AnnounceRequest(
        infoHash,
        peerId,
        port,
        uploaded,
        downloaded,
        left,
        event(event),
        key,
        wanted,
        true,
        ip == 0 ? null : IpAddress.v4(ip),
        null);
  }

  /// A number of bytes; beyond 2^63 it counts as unknown and much.
  private static long count(ByteBuffer in) {
    long count = in.getLong();
    return count < 0 ? Long.MAX_VALUE : count;
  }

  private static AnnounceEvent event(int number) {
    return switch (number) {
      case 1 -> AnnounceEvent.COMPLETED;
      case 2 -> AnnounceEvent.STARTED;
      case 3 -> AnnounceEvent.STOPPED;
      default -> AnnounceEvent.NONE;
    };
  }

  private static UdpRequest.@Nullable Scrape scrape(
      long connection, int transaction, ByteBuffer in) {
    int count = in.remaining() / Hash.SHA1_LENGTH;
    boolean whole = in.remaining() == count * Hash.SHA1_LENGTH;
    if (!whole || count == 0 || count > ScrapeQuery.MAX_HASHES) {
      return null;
    }
    List<Hash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(Hash.read(in, Hash.SHA1_LENGTH));
    }
    return new UdpRequest.Scrape(connection, transaction, hashes);
  }
}
