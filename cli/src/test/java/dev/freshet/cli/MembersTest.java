package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.screen.Statuses;
import dev.freshet.cli.screen.Swarm.Member;
import dev.freshet.cli.screen.Swarm.Way;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.registry.PeerView;
import dev.freshet.protocol.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MembersTest {
  private static final Endpoint SELF = at("192.0.2.1:6881");
  private static final Endpoint ONE = at("192.0.2.2:6881");
  private static final Endpoint TWO = at("192.0.2.2:6882");

  private static final Way PLAIN = new Way(Transport.TCP, false);

  private final Members members = new Members(Set.of(SELF.ip()), SELF.port(), false);

  @Test
  void seedAndTrackerSeeTheSamePeer() {
    assertThat(
            members.update(
                seed(connected(ONE, 1000)), List.of(tracked(ONE, 2_000_000_000L)), List.of()))
        .containsExactly(
            new Member("192.0.2.2:6881", "Peer 1", 2_000_000_000L, 500, 50, true, PLAIN));
  }

  @Test
  void theSeedIsNoMember() {
    assertThat(
            members.update(
                seed(), List.of(tracked(SELF, 0), tracked(at("127.0.0.1:6881"), 0)), List.of(SELF)))
        .isEmpty();
  }

  @Test
  void theSeedIsNoMemberUnderWhicheverOfItsAddressesItAnnouncesItself() {
    Members named = new Members(Set.of(SELF.ip(), at("[fd00::1]:1").ip()), SELF.port(), false);
    assertThat(
            named.update(
                seed(),
                List.of(tracked(SELF, 0), tracked(at("[fd00::1]:6881"), 0), tracked(ONE, 0)),
                List.of()))
        .extracting(Member::address)
        .containsExactly(ONE.toString());
  }

  @Test
  void peersThatOnlyTheTrackerKnowsCount() {
    assertThat(
            members.update(
                seed(), List.of(tracked(ONE, 0), tracked(TWO, Long.MAX_VALUE)), List.of()))
        .containsExactly(
            new Member("192.0.2.2:6881", "", 4_000_000_000L, 0, 0, true, null),
            new Member("192.0.2.2:6882", "", 0, 0, 0, true, null));
  }

  @Test
  void whoSaidThatNothingIsLeftAndThenLeechesIsNoCopy() {
    assertThat(members.update(seed(), List.of(tracked(ONE, 0)), List.of()))
        .extracting(Member::have)
        .containsExactly(4_000_000_000L);
    assertThat(members.update(seed(connected(ONE, 0)), List.of(tracked(ONE, 0)), List.of()))
        .extracting(Member::have)
        .containsExactly(0L);
    assertThat(members.update(seed(), List.of(tracked(ONE, 3_000_000_000L)), List.of()))
        .extracting(Member::have)
        .containsExactly(1_000_000_000L);
  }

  @Test
  void noClaimMakesACopyOfWhatTheOnlySourceHasNotSent() {
    // of 4 GB the seed has sent one
    Members only = new Members(Set.of(SELF.ip()), SELF.port(), true);
    assertThat(only.update(seed(), List.of(tracked(ONE, 0)), List.of(TWO)))
        .extracting(Member::have)
        .containsExactly(0L);
    assertThat(members.update(seed(), List.of(tracked(ONE, 0)), List.of(TWO)))
        .extracting(Member::have)
        .containsExactly(4_000_000_000L, 4_000_000_000L);
  }

  @Test
  void aClaimCountsOnceAWholeCopyCanBeOutThere() {
    Members only = new Members(Set.of(SELF.ip()), SELF.port(), true);
    // with what a neighbour had from before
    List<Member> all = only.update(seed(connected(ONE, 3001)), List.of(tracked(TWO, 0)), List.of());
    assertThat(all).extracting(Member::have).containsExactly(4_000_000_000L, 3_001_000_000L);
  }

  @Test
  void whoWasSeenToFetchAndFinishesIsACopy() {
    Members only = new Members(Set.of(SELF.ip()), SELF.port(), true);
    only.update(seed(connected(ONE, 100)), List.of(), List.of());
    assertThat(only.update(seed(), List.of(), List.of(ONE)))
        .extracting(Member::have)
        .containsExactly(4_000_000_000L);
  }

  @Test
  void whoLeavesKeepsWhatItHas() {
    members.update(seed(connected(ONE, 4000), connected(TWO, 10)), List.of(), List.of());
    assertThat(members.update(seed(connected(TWO, 20)), List.of(), List.of()))
        .containsExactly(
            new Member("192.0.2.2:6881", "Peer 1", 4_000_000_000L, 500, 0, false, PLAIN),
            new Member("192.0.2.2:6882", "Peer 1", 20_000_000, 500, 50, true, PLAIN));
  }

  @Test
  void whoFinishedAndLeftBetweenTwoLooksCountsAsComplete() {
    members.update(seed(connected(ONE, 100)), List.of(), List.of());
    assertThat(members.update(seed(), List.of(), List.of(ONE)))
        .containsExactly(
            new Member("192.0.2.2:6881", "Peer 1", 4_000_000_000L, 500, 0, false, PLAIN));
  }

  @Test
  void whoLeavesWithNothingIsForgotten() {
    members.update(seed(connected(ONE, 0)), List.of(), List.of());
    assertThat(members.update(seed(), List.of(), List.of())).isEmpty();
  }

  @Test
  void aFloodOfPeersDoesNotFillTheMemory() {
    List<PeerView> flood =
        IntStream.range(0, Members.MAX_MEMBERS + 5)
            .mapToObj(i -> tracked(at("10.0." + i / 250 + "." + (i % 250) + ":1"), 0))
            .toList();
    assertThat(members.update(seed(), flood, List.of())).hasSize(Members.MAX_MEMBERS);
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private static PeerView tracked(Endpoint endpoint, long left) {
    return new PeerView(endpoint, "-XX0001-", left, 0, 0, 1);
  }

  private static PeerStatus connected(Endpoint endpoint, int pieces) {
    return new PeerStatus(
        endpoint,
        "Peer 1",
        false,
        Transport.TCP,
        false,
        pieces,
        0,
        50,
        0,
        500,
        true,
        true,
        false,
        false,
        false);
  }

  private static TorrentStatus seed(PeerStatus... peers) {
    return Statuses.seeding(List.of(peers));
  }
}
