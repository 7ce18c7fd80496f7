package dev.freshet.protocol.announce;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.PlainText;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeValue;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [AnnounceResponse] as the body of an HTTP answer, both sides: compact (BEP 7, 23) and as a list
/// of dictionaries (BEP 3); the client's own address is BEP 24's.
public final class AnnounceBody {
  /// The longest interval believed, in seconds: a week.
  static final int MAX_INTERVAL = 7 * 24 * 3600;

  /// Chars kept of a reason or warning.
  static final int MAX_TEXT = 256;

  private AnnounceBody() {}

  /// The compact form, addresses of both families.
  public static byte[] compact(AnnounceResponse response) {
    return switch (response) {
      case AnnounceResponse.Refused(String reason) -> refused(reason);
      case AnnounceResponse.Peers peers -> {
        BencodeWriter out = head(peers);
        out.key("peers").string(CompactPeers.encode(peers.peers(), false));
        byte[] v6 = CompactPeers.encode(peers.peers(), true);
        if (v6.length > 0) {
          out.key("peers6").string(v6);
        }
        yield tail(out, peers);
      }
    };
  }

  /// The form with one dictionary a peer.
  ///
  /// @param ids the peers' ids in the same order, or none at all
  public static byte[] plain(AnnounceResponse response, List<PeerId> ids) {
    return switch (response) {
      case AnnounceResponse.Refused(String reason) -> refused(reason);
      case AnnounceResponse.Peers peers -> {
        List<Endpoint> all = peers.peers();
        if (!ids.isEmpty() && ids.size() != all.size()) {
          throw new IllegalArgumentException(ids.size() + " ids for " + all.size() + " peers");
        }
        BencodeWriter out = head(peers).key("peers").list();
        for (int i = 0; i < all.size(); i++) {
          out.dict().key("ip").string(all.get(i).ip().toString());
          if (!ids.isEmpty()) {
            out.key("peer id").string(ids.get(i).bytes());
          }
          out.key("port").integer(all.get(i).port()).end();
        }
        yield tail(out.end(), peers);
      }
    };
  }

  /// Reads either form. Peers that nobody can connect to (port 0, names instead of addresses,
  /// multicast) are dropped, as are those said twice and those beyond a limit.
  ///
  /// @throws AnnounceException if the body is not a tracker's answer
  public static AnnounceResponse decode(byte[] body) throws AnnounceException {
    BencodeDict dict = dict(body);
    String failure = dict.text("failure reason");
    if (failure != null) {
      return new AnnounceResponse.Refused(reason(failure));
    }
    Set<Endpoint> peers = new LinkedHashSet<>();
    peers(dict.get("peers"), false, peers);
    peers(dict.get("peers6"), true, peers);
    return new AnnounceResponse.Peers(
        Math.clamp(dict.integer("interval", 0), 0, MAX_INTERVAL),
        Math.clamp(dict.integer("min interval", 0), 0, MAX_INTERVAL),
        Math.clamp(dict.integer("complete", -1), -1, Integer.MAX_VALUE),
        Math.clamp(dict.integer("incomplete", -1), -1, Integer.MAX_VALUE),
        new ArrayList<>(peers),
        address(dict.string("external ip")),
        text(dict, "tracker id", AnnounceQuery.MAX_TRACKER_ID),
        text(dict, "warning message", MAX_TEXT));
  }

  /// The dictionary that an answer of a tracker is.
  static BencodeDict dict(byte[] body) throws AnnounceException {
    try {
      return BencodeReader.readDict(body, BencodeLimits.MESSAGE);
    } catch (BencodeException e) {
      throw new AnnounceException("an answer that is not a tracker's: " + e.getMessage());
    }
  }

  /// A refusal as body, of announces and scrapes alike.
  static byte[] refused(String reason) {
    return new BencodeWriter().dict().key("failure reason").string(reason).end().toBytes();
  }

  /// A refusal's reason, fit to be shown.
  static String reason(String text) {
    String reason = PlainText.of(text, MAX_TEXT);
    return reason.isEmpty() ? "no reason given" : reason;
  }

  private static BencodeWriter head(AnnounceResponse.Peers peers) {
    BencodeWriter out = new BencodeWriter().dict();
    count(out, "complete", peers.seeds());
    IpAddress yourIp = peers.yourIp();
    if (yourIp != null) {
      out.key("external ip").string(yourIp.bytes());
    }
    count(out, "incomplete", peers.leechers());
    out.key("interval").integer(peers.intervalSeconds());
    if (peers.minIntervalSeconds() > 0) {
      out.key("min interval").integer(peers.minIntervalSeconds());
    }
    return out;
  }

  private static byte[] tail(BencodeWriter out, AnnounceResponse.Peers peers) {
    String trackerId = peers.trackerId();
    if (trackerId != null) {
      out.key("tracker id").string(trackerId);
    }
    String warning = peers.warning();
    if (warning != null) {
      out.key("warning message").string(warning);
    }
    return out.end().toBytes();
  }

  private static void count(BencodeWriter out, String key, int count) {
    if (count >= 0) {
      out.key(key).integer(count);
    }
  }

  private static void peers(@Nullable BencodeValue value, boolean v6, Set<Endpoint> peers)
      throws AnnounceException {
    switch (value) {
      case BencodeString run -> {
        if (run.length() % CompactPeers.stride(v6) != 0) {
          throw new AnnounceException("peers of " + run.length() + " bytes");
        }
        for (Endpoint peer : CompactPeers.decode(run.view(), v6)) {
          CompactPeers.offer(peer.ip(), peer.port(), peers);
        }
      }
      case BencodeList list -> {
        for (BencodeValue item : list.items()) {
          if (item instanceof BencodeDict dict) {
            plainPeer(dict, peers);
          }
        }
      }
      case null -> {}
      case BencodeDict _, BencodeInteger _, BencodeFold _ ->
          throw new AnnounceException("peers that are neither a string nor a list");
    }
  }

  private static void plainPeer(BencodeDict dict, Set<Endpoint> peers) {
    String text = dict.text("ip");
    IpAddress ip = text == null ? null : IpAddress.parse(text);
    long port = dict.integer("port", 0);
    if (ip != null && port > 0 && port <= 0xffff) {
      CompactPeers.offer(ip, (int) port, peers);
    }
  }

  private static @Nullable IpAddress address(@Nullable BencodeString bytes) {
    return bytes != null && (bytes.length() == 4 || bytes.length() == 16)
        ? IpAddress.of(bytes.bytes())
        : null;
  }

  private static @Nullable String text(BencodeDict dict, String key, int maxLength) {
    String text = dict.text(key);
    String plain = text == null ? "" : PlainText.of(text, maxLength);
    return plain.isEmpty() ? null : plain;
  }
}
