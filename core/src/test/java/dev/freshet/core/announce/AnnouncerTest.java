package dev.freshet.core.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final InfoHashes V1 = new InfoHashes(hash(20), null);
  private static final InfoHashes HYBRID = new InfoHashes(hash(20), hash(32));
  private static final Endpoint PEER = new Endpoint(IpAddress.v4(0x01020304), 5);
  private static final Endpoint UDP4 = new Endpoint(IpAddress.v4(0x0a000001), 6969);
  private static final Endpoint UDP6 = new Endpoint(new IpAddress(0x20010db8L << 32, 1), 6969);

  private final AtomicLong ids = new AtomicLong();
  private final Outbox outbox = new Outbox();
  private Announcer announcer = announcer(V1, "http://a.example/announce");
  private Progress progress = new Progress(1, 2, 3, 6881, 6881, 40);
  private long now;

  @Test
  void tellsAnHttpTrackerThatWeAreHereAndGivesItsPeers() {
    announcer.start(now);
    NetEffect.Fetch fetch = fetches(advance()).getFirst();
    assertThat(fetch.url())
        .startsWith("http://a.example/announce?info_hash=")
        .contains("&port=6881&uploaded=1&downloaded=2&left=3&")
        .contains("&numwant=40&event=started");
    assertThat(arrived(answer(fetch, 1800, 0))).containsExactly(PEER);
    assertThat(outbox.drain())
        .containsExactly(
            new Effect.Notify(
                new Event.TrackerAnswered(7, "http://a.example/announce", 1, 1800 * SECOND)));
  }

  @Test
  void honoursTheInterval() {
    announcer.start(now);
    progress = new Progress(1, 2, 3, 6881, 6881, 0);
    arrived(answer(fetches(advance()).getFirst(), 1000, 500));
    outbox.drain();
    assertThat(nextFetchAfter()).isEqualTo(1000);
    assertThat(announcer.status(now)).hasSize(1).allMatch(TrackerStatus::working);
  }

  @Test
  void comesBackSoonInAYoungSwarmIfTheTrackerAllows() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 1800, 15));
    outbox.drain();
    assertThat(nextFetchAfter()).isEqualTo(15);
  }

  @Test
  void neverComesBackBeforeTheMinimumHoweverShortTheInterval() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 60, 900));
    announcer.wantMore();
    outbox.drain();
    assertThat(nextFetchAfter()).isEqualTo(900);
  }

  @Test
  void neverAnnouncesMoreThanOnceAMinuteLaterOn() {
    announcer.start(now);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      announcer.wantMore();
      for (NetEffect.Fetch fetch : fetches(advance())) {
        times.add(now / SECOND);
        arrived(answer(fetch, 10, 1));
        outbox.drain();
      }
      now += 10 * SECOND;
    }
    assertThat(times).startsWith(0L, 10L, 20L, 30L).endsWith(830L, 890L, 950L);
    for (int i = times.indexOf(290L) + 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isEqualTo(60);
    }
  }

  @Test
  void asksForMorePeersLessAndLessOften() {
    announcer.start(now);
    now += 400 * SECOND;
    arrived(answer(fetches(advance()).getFirst(), 1800, 0));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      announcer.wantMore();
      outbox.drain();
      waits.add(nextFetchAfter());
      announcer.wantMore();
    }
    assertThat(waits).containsExactly(60L, 120L, 240L, 480L, 960L, 1800L);
  }

  @Test
  void backsOffFromATrackerThatFails() {
    announcer.start(now);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<NetEffect.Fetch> fetches = fetches(advance());
      arrived(new NetInput.FetchFailed(fetches.getFirst().request(), "refused"));
      Event.TrackerFailed failed =
          (Event.TrackerFailed) ((Effect.Notify) outbox.drain().getFirst()).event();
      assertThat(failed.reason()).isEqualTo("refused");
      waits.add(failed.retryNanos() / SECOND);
      now += failed.retryNanos();
    }
    long[] least = {5, 15, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800, 1800};
    for (int i = 0; i < least.length; i++) {
      assertThat(waits.get(i)).isBetween(least[i], least[i] * 5 / 4);
    }
  }

  @Test
  void aRefusalIsAFailureWithTheTrackersWords() {
    announcer.start(now);
    NetEffect.Fetch fetch = fetches(advance()).getFirst();
    byte[] body = AnnounceBody.compact(new AnnounceResponse.Refused("go away"));
    assertThat(arrived(new NetInput.Fetched(fetch.request(), 200, body))).isEmpty();
    assertThat(announcer.status(now).getFirst().message()).isEqualTo("go away");
    assertThat(announcer.status(now).getFirst().working()).isFalse();
  }

  @Test
  void anotherTrackerOfTheTierStandsInAndIsFirstFromThenOn() {
    announcer = announcer(V1, "http://a.example/announce http://b.example/announce");
    announcer.start(now);
    NetEffect.Fetch first = fetches(advance()).getFirst();
    arrived(new NetInput.FetchFailed(first.request(), "refused"));
    outbox.drain();
    NetEffect.Fetch second = fetches(advance()).getFirst();
    assertThat(host(second)).isNotEqualTo(host(first));
    arrived(answer(second, 1800, 1800));
    assertThat(announcer.status(now).getFirst().url()).startsWith(host(second));
    outbox.drain();
    now += 600 * SECOND;
    assertThat(fetches(advance())).isEmpty();
    now += 1200 * SECOND;
    assertThat(fetches(advance())).singleElement().matches(f -> host(f).equals(host(second)));
  }

  @Test
  void allTiersAreAskedSideBySide() {
    announcer = announcer(V1, "http://a.example/announce", "http://b.example/announce");
    announcer.addTracker(now, "http://c.example/announce");
    announcer.addTracker(now, "http://a.example/announce");
    announcer.start(now);
    assertThat(fetches(advance()))
        .extracting(AnnouncerTest::host)
        .containsExactly("http://a.example", "http://b.example", "http://c.example");
  }

  @Test
  void completionIsToldOnceAtOnce() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 1800, 1800));
    now += SECOND;
    progress = new Progress(1, 2, 0, 6881, 6881, 40);
    announcer.completed();
    outbox.drain();
    NetEffect.Fetch fetch = fetches(advance()).getFirst();
    assertThat(fetch.url()).contains("&left=0&").endsWith("event=completed");
    arrived(answer(fetch, 1800, 1800));
    outbox.drain();
    assertThat(nextFetchAfter()).isEqualTo(1800);
  }

  @Test
  void completionDuringTheFirstAnnounceIsToldAfterIt() {
    announcer.start(now);
    NetEffect.Fetch started = fetches(advance()).getFirst();
    announcer.completed();
    assertThat(fetches(advance())).isEmpty();
    arrived(answer(started, 1800, 1800));
    assertThat(fetches(advance()).getFirst().url()).endsWith("event=completed");
  }

  @Test
  void leavingIsToldOnceToThoseWhoKnowUs() {
    announcer = announcer(V1, "http://a.example/announce", "http://b.example/announce");
    announcer.start(now);
    List<NetEffect.Fetch> fetches = fetches(advance());
    arrived(answer(fetches.get(0), 1800, 0));
    arrived(new NetInput.FetchFailed(fetches.get(1).request(), "refused"));
    outbox.drain();
    announcer.stop(now);
    assertThat(announcer.isStopped(now)).isFalse();
    NetEffect.Fetch stop = fetches(advance()).getFirst();
    assertThat(stop.url()).startsWith("http://a.example/").contains("&numwant=0&event=stopped");
    assertThat(announcer.isStopped(now)).isFalse();
    assertThat(arrived(answer(stop, 1800, 0))).isEmpty();
    assertThat(outbox.isEmpty()).isTrue();
    assertThat(announcer.isStopped(now)).isTrue();
  }

  @Test
  void leavingWaitsNoLongerThanAFewSeconds() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 1800, 0));
    outbox.drain();
    announcer.stop(now);
    long deadline = announcer.advance(now, progress, outbox);
    outbox.drain();
    assertThat(deadline - now).isEqualTo(3 * SECOND);
    now = deadline;
    assertThat(announcer.isStopped(now)).isTrue();
    assertThat(advance()).isEmpty();
  }

  @Test
  void theGoodbyeDoesNotOvertakeWhatIsUnderWay() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 1800, 0));
    outbox.drain();
    announcer.completed();
    NetEffect.Fetch completed = fetches(advance()).getFirst();
    assertThat(completed.url()).contains("event=completed");
    announcer.stop(now);
    assertThat(fetches(advance())).isEmpty();
    assertThat(announcer.isStopped(now)).isFalse();
    arrived(answer(completed, 1800, 0));
    NetEffect.Fetch stop = fetches(outbox.drain()).getFirst();
    assertThat(stop.url()).contains("event=stopped");
    arrived(answer(stop, 1800, 0));
    assertThat(announcer.isStopped(now)).isTrue();
  }

  @Test
  void nobodyIsKeptWaitingIfNobodyKnowsUs() {
    announcer.start(now);
    advance();
    announcer.stop(now);
    assertThat(advance()).isEmpty();
    assertThat(announcer.isStopped(now)).isTrue();
  }

  @Test
  void canBeginAgainAfterLeaving() {
    announcer.start(now);
    arrived(answer(fetches(advance()).getFirst(), 1800, 0));
    announcer.stop(now);
    outbox.drain();
    advance();
    announcer.start(now);
    assertThat(fetches(advance()).getFirst().url()).endsWith("event=started");
  }

  @Test
  void urlsThatCannotBeUsedAreShownAndLeftAlone() {
    announcer = announcer(V1, "wss://a.example/");
    announcer.start(now);
    assertThat(advance()).isEmpty();
    TrackerStatus status = announcer.status(now).getFirst();
    assertThat(status.message()).isNotEmpty();
    assertThat(status.nextAnnounceNanos()).isNegative();
  }

  @Test
  void aHybridTorrentIsAnnouncedUnderBothNames() {
    announcer = announcer(HYBRID, "http://a.example/announce");
    announcer.start(now);
    List<NetEffect.Fetch> fetches = fetches(advance());
    assertThat(fetches).hasSize(2).extracting(NetEffect.Fetch::url).doesNotHaveDuplicates();
    arrived(answer(fetches.get(0), 1800, 1800));
    arrived(new NetInput.FetchFailed(fetches.get(1).request(), "refused"));
    assertThat(announcer.status(now).getFirst().working()).isTrue();
    assertThat(outbox.drain()).hasSize(1);
  }

  @Test
  void inputsForOthersAreNotOurs() {
    announcer.start(now);
    advance();
    assertThat(announcer.arrived(now, new NetInput.Resolved(99, List.of()), outbox)).isNull();
    assertThat(announcer.arrived(now, new NetInput.FetchFailed(99, "no"), outbox)).isNull();
    assertThat(announcer.arrived(now, new NetInput.Sent(1, 1), outbox)).isNull();
  }

  @Test
  void talksToAUdpTrackerOverBothFamilies() {
    announcer = announcer(HYBRID, "udp://t.example:6969/announce");
    announcer.start(now);
    NetEffect.Resolve resolve = (NetEffect.Resolve) advance().getFirst();
    assertThat(resolve.host()).isEqualTo("t.example");
    arrived(new NetInput.Resolved(resolve.request(), List.of(UDP6.ip(), UDP4.ip())));
    List<NetEffect.SendDatagram> connects = datagrams(outbox.drain());
    assertThat(connects).extracting(NetEffect.SendDatagram::to).containsExactly(UDP4, UDP6);

    arrived(udp(UDP4, new UdpResponse.Connected(transaction(connects.get(0)), 42)));
    List<NetEffect.SendDatagram> announces = datagrams(outbox.drain());
    assertThat(announces).hasSize(2).allMatch(a -> a.to().equals(UDP4));
    List<Hash> names = new ArrayList<>();
    for (NetEffect.SendDatagram each : announces) {
      UdpRequest.Announce announce = (UdpRequest.Announce) request(each);
      assertThat(announce.connection()).isEqualTo(42);
      assertThat(announce.target()).isEqualTo("/announce");
      assertThat(announce.request().event()).isEqualTo(AnnounceEvent.STARTED);
      names.add(announce.request().infoHash());
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(HYBRID.wire());

    assertThat(arrived(udp(UDP4, announced(transaction(announces.get(0)))))).containsExactly(PEER);
    assertThat(outbox.drain()).hasSize(1);
    assertThat(announcer.status(now).getFirst().working()).isTrue();
    // what comes twice, or from elsewhere, is not an answer
    assertThat(announcer.arrived(now, udp(UDP4, announced(transaction(announces.get(0)))), outbox))
        .isNull();
    assertThat(announcer.arrived(now, udp(UDP6, announced(transaction(announces.get(1)))), outbox))
        .isNull();
  }

  @Test
  void repeatsDatagramsAfter15And30SecondsAndThenGivesUp() {
    announcer = announcer(V1, "udp://10.0.0.1:6969");
    announcer.start(now);
    List<Long> sent = new ArrayList<>();
    List<Effect> effects = advance();
    for (int i = 0; i < 110; i++) {
      if (!datagrams(effects).isEmpty()) {
        sent.add(now / SECOND);
      }
      if (i == 104) {
        assertThat(effects).isEmpty();
      }
      now += SECOND;
      effects = i < 105 ? advance() : List.of();
    }
    assertThat(sent).containsExactly(0L, 15L, 45L);
    assertThat(announcer.status(now).getFirst().message()).isEqualTo("no answer");
  }

  @Test
  void connectsAnewWhenTheConnectionIdIsOld() {
    announcer = announcer(V1, "udp://10.0.0.1:6969");
    announcer.start(now);
    NetEffect.SendDatagram connect = datagrams(advance()).getFirst();
    arrived(udp(UDP4, new UdpResponse.Connected(transaction(connect), 42)));
    outbox.drain();
    now += 15 * SECOND;
    assertThat(request(datagrams(advance()).getFirst())).isInstanceOf(UdpRequest.Announce.class);
    now += 61 * SECOND;
    assertThat(request(datagrams(advance()).getFirst())).isInstanceOf(UdpRequest.Connect.class);
  }

  @Test
  void aNameWithoutAnAddressIsAFailure() {
    announcer = announcer(V1, "udp://t.example:6969");
    announcer.start(now);
    NetEffect.Resolve resolve = (NetEffect.Resolve) advance().getFirst();
    arrived(new NetInput.Resolved(resolve.request(), List.of()));
    assertThat(announcer.status(now).getFirst().message()).isEqualTo("no address for t.example");
  }

  @Test
  void aTrackerIsAskedByNameWhereDatagramsAreRelayed() {
    announcer = announcer(Datagrams.RELAYED, V1, "udp://t.example:6969", "udp://10.0.0.9:80");
    announcer.start(now);
    List<Effect> first = advance();
    NetEffect.SendToName connect = (NetEffect.SendToName) first.getFirst();
    assertThat(connect.host()).isEqualTo("t.example");
    assertThat(connect.port()).isEqualTo(6969);
    assertThat(datagrams(first)).extracting(NetEffect.SendDatagram::to).containsExactly(at(80));
    int transaction = Objects.requireNonNull(UdpRequestCodec.decode(connect.bytes())).transaction();
    NetInput elsewhere = udp(at(6970), new UdpResponse.Connected(transaction, 42));
    assertThat(announcer.arrived(now, elsewhere, outbox)).isNull();
    arrived(udp(UDP4, new UdpResponse.Connected(transaction, 42)));
    // now its address is known, and only that one may answer
    NetEffect.SendDatagram announce = datagrams(outbox.drain()).getFirst();
    assertThat(announce.to()).isEqualTo(UDP4);
    NetInput false4 = udp(at(6969), announced(transaction(announce)));
    assertThat(announcer.arrived(now, false4, outbox)).isNull();
    assertThat(arrived(udp(UDP4, announced(transaction(announce))))).containsExactly(PEER);
    outbox.drain();

    assertThat(announcer.arrived(now, new NetInput.RelayFailed("it is down"), outbox)).isNull();
    assertThat(advance()).hasSize(1).first().isInstanceOf(Effect.Notify.class);
    assertThat(announcer.status(now))
        .extracting(TrackerStatus::message)
        .containsExactly("", "it is down");
  }

  private static Endpoint at(int port) {
    return new Endpoint(Objects.requireNonNull(IpAddress.parse("10.0.0.9")), port);
  }

  @Test
  void leavingOverUdpNeedsNoLookUp() {
    announcer = announcer(V1, "udp://t.example:6969");
    announcer.start(now);
    NetEffect.Resolve resolve = (NetEffect.Resolve) advance().getFirst();
    arrived(new NetInput.Resolved(resolve.request(), List.of(UDP4.ip())));
    NetEffect.SendDatagram connect = datagrams(outbox.drain()).getFirst();
    arrived(udp(UDP4, new UdpResponse.Connected(transaction(connect), 42)));
    NetEffect.SendDatagram announce = datagrams(outbox.drain()).getFirst();
    arrived(udp(UDP4, announced(transaction(announce))));
    outbox.drain();
    announcer.stop(now);
    NetEffect.SendDatagram again = datagrams(advance()).getFirst();
    arrived(udp(UDP4, new UdpResponse.Connected(transaction(again), 43)));
    NetEffect.SendDatagram stop = datagrams(outbox.drain()).getFirst();
    assertThat(((UdpRequest.Announce) request(stop)).request().event())
        .isEqualTo(AnnounceEvent.STOPPED);
    arrived(udp(UDP4, announced(transaction(stop))));
    assertThat(announcer.isStopped(now)).isTrue();
  }

  /// @param tiers announce URLs with spaces between them
  private Announcer announcer(InfoHashes hashes, String... tiers) {
    return announcer(Datagrams.DIRECT, hashes, tiers);
  }

  private Announcer announcer(Datagrams datagrams, InfoHashes hashes, String... tiers) {
    return new Announcer(
        7,
        hashes,
        PeerId.ours(1, 2),
        Stream.of(tiers).map(tier -> List.of(tier.split(" ", -1))).toList(),
        datagrams,
        ids::getAndIncrement,
        new SplittableRandom(5));
  }

  private List<Effect> advance() {
    announcer.advance(now, progress, outbox);
    return outbox.drain();
  }

  private List<Endpoint> arrived(NetInput input) {
    return Objects.requireNonNull(announcer.arrived(now, input, outbox));
  }

  /// Steps from deadline to deadline until there is a fetch, answers it, and tells how many seconds
  /// that took.
  private long nextFetchAfter() {
    long before = now;
    for (int i = 0; i < 100; i++) {
      now = announcer.advance(now, progress, outbox);
      List<NetEffect.Fetch> fetches = fetches(outbox.drain());
      announcer.advance(now, progress, outbox);
      fetches = fetches.isEmpty() ? fetches(outbox.drain()) : fetches;
      if (!fetches.isEmpty()) {
        arrived(answer(fetches.getFirst(), 1800, 0));
        return (now - before) / SECOND;
      }
    }
    throw new AssertionError("no announce in a hundred steps");
  }

  private static NetInput answer(NetEffect.Fetch fetch, int interval, int minInterval) {
    AnnounceResponse.Peers peers =
        new AnnounceResponse.Peers(interval, minInterval, 1, 1, List.of(PEER), null, null, null);
    return new NetInput.Fetched(fetch.request(), 200, AnnounceBody.compact(peers));
  }

  private static UdpResponse announced(int transaction) {
    return new UdpResponse.Announced(
        transaction, new AnnounceResponse.Peers(1800, 0, 1, 1, List.of(PEER), null, null, null));
  }

  private static NetInput udp(Endpoint from, UdpResponse response) {
    return new NetInput.DatagramReceived(
        from, UdpResponseCodec.encode(response, !from.ip().isV4()));
  }

  private static UdpRequest request(NetEffect.SendDatagram datagram) {
    return Objects.requireNonNull(UdpRequestCodec.decode(datagram.bytes()));
  }

  private static int transaction(NetEffect.SendDatagram datagram) {
    return request(datagram).transaction();
  }

  private static List<NetEffect.Fetch> fetches(List<Effect> effects) {
    return effects.stream()
        .filter(NetEffect.Fetch.class::isInstance)
        .map(NetEffect.Fetch.class::cast)
        .toList();
  }

  private static List<NetEffect.SendDatagram> datagrams(List<Effect> effects) {
    return effects.stream()
        .filter(NetEffect.SendDatagram.class::isInstance)
        .map(NetEffect.SendDatagram.class::cast)
        .toList();
  }

  private static String host(NetEffect.Fetch fetch) {
    return fetch.url().substring(0, fetch.url().indexOf("/announce"));
  }

  private static Hash hash(int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) length;
    return Hash.of(bytes);
  }
}
