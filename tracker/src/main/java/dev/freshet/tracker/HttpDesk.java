package dev.freshet.tracker;

import dev.freshet.core.registry.RegistryTotals;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceQuery;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.ScrapeBody;
import dev.freshet.protocol.announce.ScrapeQuery;
import dev.freshet.protocol.announce.ScrapeResponse;
import dev.freshet.protocol.announce.SwarmCounts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an HTTP tracker answers to a GET (BEP 3, 48), sockets aside.
final class HttpDesk {
  private static final String ANNOUNCE = "/announce";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  /// A whole answer.
  record Answer(int status, String contentType, byte[] body) {}

  private final SharedRegistry registry;
  private final Torrents torrents;

  HttpDesk(SharedRegistry registry, Torrents torrents) {
    this.registry = registry;
    this.torrents = torrents;
  }

  /// Whether asking there has an effect.
  static boolean registers(String path) {
    return path.equals(ANNOUNCE);
  }

  /// @param query without the question mark, empty if there is none
  Answer answer(String path, String query, IpAddress source) {
    return switch (path) {
      case ANNOUNCE -> text(announce(query, source));
      case "/scrape" -> text(scrape(query));
      case "/stats" -> new Answer(OK, "application/json", stats());
      case "/health" -> text("ok\n".getBytes(StandardCharsets.UTF_8));
      case "/" -> new Answer(OK, "text/html; charset=utf-8", torrents.page());
      default -> {
        byte[] file = torrents.file(path);
        yield file != null
            ? new Answer(OK, "application/x-bittorrent", file)
            : new Answer(NOT_FOUND, "text/plain", "not found\n".getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static Answer text(byte[] body) {
    return new Answer(OK, "text/plain", body);
  }

  private byte[] announce(String query, IpAddress source) {
    try {
      AnnounceRequest request = AnnounceQuery.parse(query);
      AnnounceResponse response = registry.announce(request, source);
      return request.compact()
          ? AnnounceBody.compact(response)
          : AnnounceBody.plain(response, List.of());
    } catch (AnnounceException e) {
      return AnnounceBody.compact(refusal(e));
    }
  }

  private static AnnounceResponse refusal(AnnounceException e) {
    return new AnnounceResponse.Refused(String.valueOf(e.getMessage()));
  }

  private byte[] scrape(String query) {
    try {
      List<Hash> infoHashes = ScrapeQuery.parse(query);
      List<SwarmCounts> counts = registry.scrape(infoHashes);
      SortedMap<Hash, SwarmCounts> swarms = new TreeMap<>();
      for (int i = 0; i < counts.size(); i++) {
        swarms.put(infoHashes.get(i), counts.get(i));
      }
      return ScrapeBody.encode(new ScrapeResponse.Counts(swarms));
    } catch (AnnounceException e) {
      return AnnounceBody.compact(refusal(e));
    }
  }

  private byte[] stats() {
    RegistryTotals totals = registry.totals();
    String form =
        """
        {"swarms":%d,"peers":%d,"seeds":%d,"announces":%d,"refused":%d}
        """;
    return String.format(
            Locale.ROOT,
            form,
            totals.swarms(),
            totals.peers(),
            totals.seeds(),
            totals.announces(),
            totals.refused())
        .getBytes(StandardCharsets.UTF_8);
  }
}
