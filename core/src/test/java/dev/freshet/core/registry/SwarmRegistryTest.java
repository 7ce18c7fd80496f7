package dev.freshet.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.SwarmCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwarmRegistryTest {
  private static final Hash HASH = hash(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final List<AnnounceEvent> ALIVE =
      List.of(AnnounceEvent.NONE, AnnounceEvent.COMPLETED, AnnounceEvent.STARTED);

  private final SwarmRegistry registry = registry(RegistryConfig.defaults());

  @Test
  void peersLearnOfEachOtherButNotOfThemselves() {
    assertThat(peers(announce(0, 1, AnnounceEvent.STARTED, 9))).isEmpty();
    assertThat(peers(announce(0, 2, AnnounceEvent.STARTED, 9))).containsExactly(peer(1));
    assertThat(peers(announce(0, 1, AnnounceEvent.NONE, 9))).containsExactly(peer(2));
  }

  @Test
  void seedsAreNotGivenToSeeds() {
    announce(0, 1, AnnounceEvent.STARTED, 0);
    announce(0, 2, AnnounceEvent.STARTED, 9);
    assertThat(peers(announce(0, 3, AnnounceEvent.STARTED, 0))).containsExactly(peer(2));
    assertThat(peers(announce(0, 2, AnnounceEvent.NONE, 9)))
        .containsExactlyInAnyOrder(peer(1), peer(3));
  }

  @Test
  void whoStartsWithNothingLeftIsGivenSeedsWhereThereIsNobodyElse() {
    announce(0, 1, AnnounceEvent.STARTED, 0);
    assertThat(peers(announce(0, 2, AnnounceEvent.STARTED, 0))).containsExactly(peer(1));
    assertThat(peers(announce(0, 2, AnnounceEvent.NONE, 0))).isEmpty();
    assertThat(peers(announce(0, 2, AnnounceEvent.COMPLETED, 0))).isEmpty();
    announce(0, 3, AnnounceEvent.STARTED, 9);
    assertThat(peers(announce(0, 2, AnnounceEvent.STARTED, 0))).containsExactly(peer(3));
  }

  @Test
  void leechersThatFellSilentAreNobody() {
    announce(0, 1, AnnounceEvent.STARTED, 9);
    announce(700 * SECOND, 2, AnnounceEvent.STARTED, 0);
    assertThat(peers(announce(800 * SECOND, 3, AnnounceEvent.STARTED, 0))).containsExactly(peer(2));
  }

  @Test
  void addressFamiliesAreKeptApart() {
    Endpoint six = new Endpoint(new IpAddress(0x20010db8L << 32, 1), 7000);
    announce(0, 1, AnnounceEvent.STARTED, 9);
    assertThat(
            peers(
                registry.announce(
                    0, request(HASH, six.port(), 9, 50, AnnounceEvent.STARTED), six.ip())))
        .isEmpty();
    assertThat(peers(announce(0, 2, AnnounceEvent.STARTED, 9))).containsExactly(peer(1));
    assertThat(registry.count(HASH)).isEqualTo(new SwarmCounts(0, 0, 3));
  }

  @Test
  void claimedAddressesAreIgnored() {
    AnnounceRequest lie =
        new AnnounceRequest(
            HASH, id(1), 1000, 0, 0, 9, AnnounceEvent.STARTED, 0, 50, true, IpAddress.v4(7), null);
    registry.announce(0, lie, peer(1).ip());
    assertThat(peers(announce(0, 2, AnnounceEvent.STARTED, 9)))
        .containsExactly(new Endpoint(peer(1).ip(), 1000));
  }

  @Test
  void leavingForgetsThePeer() {
    announce(0, 1, AnnounceEvent.STARTED, 9);
    announce(0, 2, AnnounceEvent.STARTED, 9);
    assertThat(peers(announce(0, 1, AnnounceEvent.STOPPED, 9))).isEmpty();
    assertThat(registry.count(HASH)).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void completionIsCountedOnceHoweverItIsTold() {
    announce(0, 1, AnnounceEvent.STARTED, 9);
    announce(0, 1, AnnounceEvent.COMPLETED, 0);
    announce(0, 1, AnnounceEvent.COMPLETED, 0);
    assertThat(registry.count(HASH).downloads()).isEqualTo(1);
    announce(0, 2, AnnounceEvent.STARTED, 9);
    announce(0, 2, AnnounceEvent.NONE, 0);
    assertThat(registry.count(HASH).downloads()).isEqualTo(2);
    announce(0, 3, AnnounceEvent.STARTED, 9);
    announce(0, 3, AnnounceEvent.STOPPED, 0);
    assertThat(registry.count(HASH).downloads()).isEqualTo(3);
    announce(0, 4, AnnounceEvent.STARTED, 0);
    assertThat(registry.count(HASH)).isEqualTo(new SwarmCounts(3, 3, 0));
  }

  @Test
  void onePublicAddressIsNotTheWholeSwarm() {
    IpAddress greedy = IpAddress.v4(0xc6336407);
    IpAddress local = IpAddress.v4(0x0a000007);
    for (int port = 1; port <= 3000; port++) {
      registry.announce(0, request(HASH, port, 9, 0, AnnounceEvent.STARTED), greedy);
    }
    assertThat(registry.count(HASH).leechers()).isEqualTo(64);
    for (int port = 1; port <= 100; port++) {
      registry.announce(0, request(HASH, port, 9, 0, AnnounceEvent.STARTED), local);
    }
    assertThat(registry.count(HASH).leechers()).isEqualTo(164);
    for (int port = 1; port <= 40; port++) {
      registry.announce(0, request(HASH, port, 9, 0, AnnounceEvent.STOPPED), greedy);
    }
    for (int port = 1000; port <= 3000; port++) {
      registry.announce(0, request(HASH, port, 9, 0, AnnounceEvent.STARTED), greedy);
    }
    assertThat(registry.count(HASH).leechers()).as("who leaves makes room").isEqualTo(164);
  }

  @Test
  void silentPeersAreNotGivenOutAndThenForgotten() {
    AnnounceResponse.Peers first =
        (AnnounceResponse.Peers) announce(0, 1, AnnounceEvent.STARTED, 9);
    long life = SECOND * (Math.max(2 * first.intervalSeconds(), 660) + 60);
    assertThat(peers(announce(life - SECOND, 2, AnnounceEvent.STARTED, 9)))
        .containsExactly(peer(1));
    assertThat(peers(announce(life, 3, AnnounceEvent.STARTED, 9))).containsExactly(peer(2));
    sweep(life);
    assertThat(registry.count(HASH).leechers()).isEqualTo(2);
  }

  @Test
  void emptySwarmsAreForgottenInTheEnd() {
    announce(0, 1, AnnounceEvent.STARTED, 9);
    sweep(SECOND * 3500);
    assertThat(registry.totals().swarms()).isEqualTo(1);
    assertThat(registry.totals().peers()).isZero();
    sweep(SECOND * 3700);
    assertThat(registry.totals().swarms()).isZero();
  }

  @Test
  void peersThatDoNotListenAreAnsweredAndNotRemembered() {
    announce(0, 1, AnnounceEvent.STARTED, 9);
    assertThat(
            peers(
                registry.announce(0, request(HASH, 0, 9, 50, AnnounceEvent.STARTED), peer(2).ip())))
        .containsExactly(peer(1));
    assertThat(registry.count(HASH).leechers()).isEqualTo(1);
  }

  @Test
  void onlyAllowedTorrentsAreServed() {
    SwarmRegistry closed = registry(RegistryConfig.defaults().withAllowed(List.of(hash(2))));
    assertThat(closed.announce(0, request(HASH, 1, 9, 50, AnnounceEvent.STARTED), peer(1).ip()))
        .isEqualTo(new AnnounceResponse.Refused("unregistered torrent"));
    assertThat(closed.announce(0, request(hash(2), 1, 9, 50, AnnounceEvent.STARTED), peer(1).ip()))
        .isInstanceOf(AnnounceResponse.Peers.class);
    assertThat(closed.totals()).isEqualTo(new RegistryTotals(1, 1, 0, 1, 1));
  }

  @Test
  void answersAreNoLargerThanWantedAndAllowed() {
    for (int i = 0; i < 300; i++) {
      announce(0, i, AnnounceEvent.STARTED, 9);
    }
    assertThat(peers(announce(0, 1, AnnounceEvent.NONE, 9))).hasSize(50).doesNotHaveDuplicates();
    assertThat(ask(0, 1, 7)).hasSize(7).doesNotHaveDuplicates();
    assertThat(ask(0, 1, 0)).isEmpty();
    assertThat(ask(0, 1, 5000)).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void everyPeerIsGivenAboutAsOftenAsAnyOther() {
    int[] given = new int[101];
    for (int i = 0; i <= 100; i++) {
      announce(0, i, AnnounceEvent.STARTED, 9);
    }
    for (int round = 0; round < 4000; round++) {
      ask(0, 0, 10).forEach(p -> given[p.port() - 6881]++);
    }
    // 400 expected of each, with a deviation of 19
    for (int i = 1; i <= 100; i++) {
      assertThat(given[i]).as("peer %d", i).isBetween(300, 500);
    }
  }

  @Test
  void youngSwarmsAnnounceOftenAndLargeOldOnesSeldom() {
    IntervalRule rule = new IntervalRule(RegistryConfig.defaults());
    assertThat(rule.seconds(2, 0, 2)).isEqualTo(15);
    assertThat(rule.seconds(1000, 60, 1000)).isEqualTo(15);
    assertThat(rule.seconds(20, 86_400, 20)).isEqualTo(120);
    assertThat(rule.seconds(1000, 3600, 1000)).isEqualTo(450);
    assertThat(rule.seconds(1000, 86_400, 1000)).isEqualTo(1800);
    assertThat(rule.seconds(100_000, 0, 100_000)).isEqualTo(1000);
    assertThat(rule.seconds(1, 0, 400_000)).isEqualTo(400);
  }

  @Test
  void limitsHoldUnderAFlood() {
    SwarmRegistry small = registry(new RegistryConfig(15, 1800, 20, 100, 30, 200, List.of()));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5000; i++) {
      Endpoint from = peer(i);
      AnnounceEvent event = i % 7 == 0 ? AnnounceEvent.STOPPED : AnnounceEvent.STARTED;
      Hash hash = hash(random.nextInt(random.nextInt(60) + 1));
      small.announce(i * SECOND / 100, request(hash, from.port(), i % 3, 50, event), from.ip());
      RegistryTotals totals = small.totals();
      assertThat(totals.swarms()).isLessThanOrEqualTo(20);
      assertThat(totals.peers()).isLessThanOrEqualTo(100);
      assertThat(small.count(hash).seeds() + small.count(hash).leechers()).isLessThanOrEqualTo(30);
    }
    int counted = 0;
    int seeds = 0;
    for (int i = 0; i < 60; i++) {
      counted += small.count(hash(i)).seeds() + small.count(hash(i)).leechers();
      seeds += small.count(hash(i)).seeds();
    }
    assertThat(small.totals().peers()).isEqualTo(counted).isPositive();
    assertThat(small.totals().seeds()).isEqualTo(seeds);
  }

  @Test
  void aBusySwarmOutlivesAFloodOfOthers() {
    SwarmRegistry small = registry(new RegistryConfig(15, 1800, 20, 1000, 100, 200, List.of()));
    for (int i = 0; i < 2000; i++) {
      if (i % 10 == 0) {
        small.announce(i, request(HASH, 6881 + i % 50, 9, 50, AnnounceEvent.NONE), peer(1).ip());
      }
      small.announce(i, request(hash(100 + i), 1, 9, 50, AnnounceEvent.STARTED), peer(2).ip());
    }
    assertThat(small.count(HASH).leechers()).isEqualTo(5);
  }

  @Test
  void theViewTellsWhatPeersSaidOfThemselves() {
    AnnounceRequest said =
        new AnnounceRequest(
            HASH, id(1), 6881, 11, 22, 33, AnnounceEvent.STARTED, 0, 50, true, null, null);
    registry.announce(SECOND, said, peer(1).ip());
    assertThat(registry.peers(SECOND * 6, HASH))
        .containsExactly(new PeerView(new Endpoint(peer(1).ip(), 6881), "-FH0100-", 33, 11, 22, 5));
  }

  /// The registry against a map, while nobody expires.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAPlainModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Endpoint, Long> model = new TreeMap<>();
    int population = 1 << (1 + random.nextInt(9));
    for (int i = 0; i < 4000; i++) {
      int who = random.nextInt(population);
      Endpoint peer =
          who % 3 == 0 ? new Endpoint(new IpAddress(0x20010db8L << 32, who), 6881) : peer(who);
      long left = random.nextInt(3);
      int wanted = random.nextInt(60);
      AnnounceEvent event =
          random.nextInt(3) == 0 ? AnnounceEvent.STOPPED : ALIVE.get(random.nextInt(3));
      List<Endpoint> given =
          peers(registry.announce(0, request(HASH, peer.port(), left, wanted, event), peer.ip()));
      if (event == AnnounceEvent.STOPPED) {
        model.remove(peer);
        assertThat(given).isEmpty();
        continue;
      }
      model.put(peer, left);
      List<Endpoint> all = new ArrayList<>();
      List<Endpoint> leechers = new ArrayList<>();
      model.forEach((other, otherLeft) -> {
        if (!other.equals(peer) && other.ip().isV4() == peer.ip().isV4()) {
          all.add(other);
          if (otherLeft != 0) {
            leechers.add(other);
          }
        }
      });
      boolean mayBeAll = event == AnnounceEvent.STARTED && leechers.isEmpty();
      List<Endpoint> eligible = left != 0 || mayBeAll ? all : leechers;
      assertThat(given)
          .as("step %d", i)
          .isSubsetOf(new TreeSet<>(eligible))
          .doesNotHaveDuplicates()
          .hasSize(Math.min(wanted, eligible.size()));
      int seeds = (int) model.values().stream().filter(l -> l == 0).count();
      assertThat(registry.count(HASH).seeds()).isEqualTo(seeds);
      assertThat(registry.count(HASH).leechers()).isEqualTo(model.size() - seeds);
    }
  }

  private void sweep(long nowNanos) {
    registry.advance(nowNanos);
    registry.advance(nowNanos + 60 * SECOND);
  }

  private AnnounceResponse announce(long nowNanos, int who, AnnounceEvent event, long left) {
    return registry.announce(
        nowNanos, request(HASH, peer(who).port(), left, -1, event), peer(who).ip());
  }

  private List<Endpoint> ask(long nowNanos, int who, int wanted) {
    return peers(
        registry.announce(
            nowNanos,
            request(HASH, peer(who).port(), 9, wanted, AnnounceEvent.NONE),
            peer(who).ip()));
  }

  private static List<Endpoint> peers(AnnounceResponse response) {
    return ((AnnounceResponse.Peers) response).peers();
  }

  private static SwarmRegistry registry(RegistryConfig config) {
    return new SwarmRegistry(config, new SplittableRandom(42), 0);
  }

  private static AnnounceRequest request(
      Hash hash, int port, long left, int wanted, AnnounceEvent event) {
    return new AnnounceRequest(
        hash, id(port), port, 0, 0, left, event, 0, wanted, true, null, null);
  }

  private static PeerId id(int number) {
    return PeerId.ours(number, number);
  }

  private static Endpoint peer(int number) {
    return new Endpoint(IpAddress.v4(0x0a000000 + number / 1000), 6881 + number % 1000);
  }

  private static Hash hash(int number) {
    byte[] bytes = new byte[Hash.SHA1_LENGTH];
    bytes[0] = (byte) number;
    bytes[1] = (byte) (number >> 8);
    return Hash.of(bytes);
  }
}
