package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceQuery;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.ScrapeBody;
import dev.freshet.protocol.announce.ScrapeQuery;
import dev.freshet.protocol.announce.TrackerUrl;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What trackers answer and what they are asked.
final class TrackerTargets {
  private TrackerTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("announce-answer", Target.of(TrackerTargets::answer));
    all.put("announce-answer-peers", Target.of(TrackerTargets::peers));
    all.put("scrape-answer", Target.of(TrackerTargets::scraped));
    all.put("announce-query", Target.of(TrackerTargets::query));
    all.put("scrape-query", Target.of(TrackerTargets::scrape));
    all.put("tracker-url", Target.of(TrackerTargets::url));
    all.put("udp-answer", Target.of(input -> udpAnswer(input, false)));
    all.put("udp-answer-v6", Target.of(input -> udpAnswer(input, true)));
    all.put("udp-request", Target.of(TrackerTargets::udpRequest));
  }

  private static void answer(byte[] input) throws AnnounceException {
    AnnounceResponse response;
    try {
      response = AnnounceBody.decode(input);
    } catch (AnnounceException refused) {
      return;
    }
    if (response instanceof AnnounceResponse.Peers peers) {
      claim(peers.peers().stream().allMatch(peer -> peer.port() > 0), "a peer at port 0");
    }
    AnnounceBody.decode(AnnounceBody.compact(response));
  }

  private static void peers(byte[] input) throws AnnounceException {
    byte[] head = ("d8:intervali60e5:peers" + input.length + ":").getBytes(StandardCharsets.UTF_8);
    answer(
        ByteBuffer.allocate(head.length + input.length + 1)
            .put(head)
            .put(input)
            .put((byte) 'e')
            .array());
  }

  private static void scraped(byte[] input) {
    try {
      ScrapeBody.decode(input);
    } catch (AnnounceException refused) {
      // as it may
    }
  }

  private static void query(byte[] input) {
    try {
      AnnounceQuery.parse(new String(input, StandardCharsets.UTF_8));
    } catch (AnnounceException refused) {
      claim(String.valueOf(refused.getMessage()).length() < 1000, "a long reason");
    }
  }

  private static void scrape(byte[] input) {
    try {
      ScrapeQuery.parse(new String(input, StandardCharsets.UTF_8));
    } catch (AnnounceException refused) {
      claim(String.valueOf(refused.getMessage()).length() < 1000, "a long reason");
    }
  }

  private static void url(byte[] input) throws AnnounceException {
    TrackerUrl url;
    try {
      url = TrackerUrl.parse(new String(input, StandardCharsets.UTF_8));
    } catch (AnnounceException refused) {
      return;
    }
    claim(TrackerUrl.parse(url.toString()).equals(url), url + " is read back otherwise");
    url.scrape();
    url.ip();
  }

  private static void udpAnswer(byte[] input, boolean v6) {
    UdpResponse response = UdpResponseCodec.decode(ByteBuffer.wrap(input), v6);
    if (response instanceof UdpResponse.Announced(int _, AnnounceResponse.Peers peers)) {
      claim(peers.peers().stream().allMatch(peer -> peer.port() > 0), "a peer at port 0");
    }
  }

  private static void udpRequest(byte[] input) {
    UdpRequest request = UdpRequestCodec.decode(ByteBuffer.wrap(input));
    if (request != null) {
      UdpRequest again = UdpRequestCodec.decode(UdpRequestCodec.encode(request));
      claim(request.equals(again), request + " is read back as " + again);
    }
  }
}
