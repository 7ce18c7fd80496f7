package dev.freshet.tracker;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a UDP tracker answers to one datagram (BEP 15, 41), sockets aside.
///
/// To an address that has not proved itself nothing is sent but a connection id, as many bytes as
/// came; no answer passes what a network carries in one piece.
final class UdpDesk {
  private static final int MAX_PEER_BYTES = 1200;
  private static final int V4_PEER_BYTES = 6;
  private static final int V6_PEER_BYTES = 18;

  private final SharedRegistry registry;
  private final ConnectionIds ids;

  UdpDesk(SharedRegistry registry, ConnectionIds ids) {
    this.registry = registry;
    this.ids = ids;
  }

  /// The datagram to send back; null for silence.
  @Nullable ByteBuffer answer(ByteBuffer datagram, IpAddress source, long minute) {
    UdpRequest request = UdpRequestCodec.decode(datagram);
    UdpResponse response =
        switch (request) {
          case UdpRequest.Connect(int transaction) ->
              new UdpResponse.Connected(transaction, ids.id(source, minute));
          case UdpRequest.Announce(long id, int transaction, AnnounceRequest announce, _)
              when ids.isValid(source, minute, id) ->
              announce(transaction, announce, source);
          case UdpRequest.Scrape(long id, int transaction, List<Hash> infoHashes)
              when ids.isValid(source, minute, id) ->
              new UdpResponse.Scraped(transaction, registry.scrape(infoHashes));
          case UdpRequest.Announce _, UdpRequest.Scrape _ -> null;
          case null -> null;
        };
    return response == null ? null : UdpResponseCodec.encode(response, !source.isV4());
  }

  private UdpResponse announce(int transaction, AnnounceRequest request, IpAddress source) {
    return switch (registry.announce(fitting(request, source), source)) {
      case AnnounceResponse.Peers peers -> new UdpResponse.Announced(transaction, peers);
      case AnnounceResponse.Refused(String reason) -> new UdpResponse.Failed(transaction, reason);
    };
  }

  private static AnnounceRequest fitting(AnnounceRequest request, IpAddress source) {
    int most = MAX_PEER_BYTES / (source.isV4() ? V4_PEER_BYTES : V6_PEER_BYTES);
    return request.wanted() <= most
        ? request
        : new AnnounceRequest(
            request.infoHash(),
            request.peerId(),
            request.port(),
            request.uploaded(),
            request.downloaded(),
            request.left(),
            request.event(),
            request.key(),
            most,
            request.compact(),
            request.claimedIp(),
            request.trackerId());
  }
}
