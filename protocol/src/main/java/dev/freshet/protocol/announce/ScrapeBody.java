package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/// [ScrapeResponse] as the body of an HTTP answer, both sides (BEP 48).
public final class ScrapeBody {
  private ScrapeBody() {}

  /// The body to send.
  public static byte[] encode(ScrapeResponse response) {
    return switch (response) {
      case ScrapeResponse.Refused(String reason) -> AnnounceBody.refused(reason);
      case ScrapeResponse.Counts(SortedMap<Hash, SwarmCounts> swarms) -> {
        BencodeWriter out = new BencodeWriter().dict().key("files").dict();
        swarms.forEach((hash, counts) ->
            out.key(hash.bytes())
                .dict()
                .key("complete")
                .integer(counts.seeds())
                .key("downloaded")
                .integer(counts.downloads())
                .key("incomplete")
                .integer(counts.leechers())
                .end());
        yield out.end().end().toBytes();
      }
    };
  }

  /// Reads a body; swarms beyond the number that one scrape can ask for are dropped.
  ///
  /// @throws AnnounceException if it is not a tracker's answer to a scrape
  public static ScrapeResponse decode(byte[] body) throws AnnounceException {
    BencodeDict dict = AnnounceBody.dict(body);
    String failure = dict.text("failure reason");
    if (failure != null) {
      return new ScrapeResponse.Refused(AnnounceBody.reason(failure));
    }
    BencodeDict files = dict.dict("files");
    if (files == null) {
      throw new AnnounceException("an answer to a scrape without files");
    }
    SortedMap<Hash, SwarmCounts> swarms = new TreeMap<>();
    for (int i = 0; i < files.size() && swarms.size() < ScrapeQuery.MAX_HASHES; i++) {
      if (files.key(i).length() == Hash.SHA1_LENGTH && files.value(i) instanceof BencodeDict file) {
        SwarmCounts counts =
            new SwarmCounts(
                count(file, "complete"), count(file, "downloaded"), count(file, "incomplete"));
        swarms.put(Hash.of(files.key(i).bytes()), counts);
      }
    }
    return new ScrapeResponse.Counts(swarms);
  }

  private static int count(BencodeDict file, String key) {
    return Math.clamp(file.integer(key, 0), 0, Integer.MAX_VALUE);
  }
}
