package dev.freshet.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Whereabouts.Move;
import dev.freshet.core.torrent.Ports;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WhereaboutsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final List<IpAddress> HOME = List.of(IpAddress.v4(0xc0a8_0002));
  private static final List<IpAddress> WORK = List.of(IpAddress.v4(0x0a00_0002));

  /// A move, and in which second it was told.
  private record Told(long second, Move move) {}

  private final Outbox out = new Outbox();
  private final Whereabouts whereabouts =
      new Whereabouts(
          NodeOptions.defaults().withWatchAddresses(true),
          new Ports(6881, 0),
          new SplittableRandom(1));
  private final List<Told> told = new ArrayList<>();
  private List<IpAddress> addresses = HOME;
  private int nodesSay;
  private int looks;
  private long now;

  /// Time passes, and each look finds what is there.
  private void pass(long seconds) {
    long end = now + seconds * SECOND;
    while (now < end) {
      Move move = whereabouts.advance(now, nodesSay, out);
      if (move != Move.NONE) {
        told.add(new Told(now / SECOND, move));
      }
      for (Effect effect = out.poll(); effect != null; effect = out.poll()) {
        assertThat(effect).isEqualTo(new NetEffect.FindAddresses());
        looks++;
        whereabouts.took(now, new NetInput.AddressesFound(addresses), out);
      }
      now = Math.clamp(whereabouts.deadline(), now + 1, end);
    }
  }

  @Test
  void whereItBeginsIsNoMove() {
    pass(600);
    assertThat(told).isEmpty();
    assertThat(looks).isEqualTo(40);
  }

  @Test
  void anotherAddressIsToldOnceItIsFoundTwice() {
    pass(100);
    addresses = WORK;
    pass(100);
    assertThat(told).containsExactly(new Told(106, Move.HERE));
  }

  @Test
  void aMoveInTheFirstSecondIsOne() {
    pass(1);
    addresses = WORK;
    pass(100);
    assertThat(told).hasSize(1).allMatch(each -> each.move == Move.HERE);
  }

  @Test
  void anAddressThatGoesAgainAtOnceIsNone() {
    pass(100);
    addresses = List.of(HOME.getFirst(), WORK.getFirst());
    pass(6);
    addresses = HOME;
    pass(100);
    assertThat(told).isEmpty();
  }

  @Test
  void noNetworkIsNoMoveButItsReturnIs() {
    pass(100);
    addresses = List.of();
    pass(100);
    assertThat(told).isEmpty();
    addresses = HOME;
    pass(100);
    assertThat(told).hasSize(1).allMatch(each -> each.move == Move.HERE);
  }

  @Test
  void aMachineThatBeginsWithoutANetworkMovesIntoOne() {
    addresses = List.of();
    pass(100);
    addresses = HOME;
    pass(100);
    assertThat(told).hasSize(1);
  }

  /// Whoever has enough nodes could have us announce without end.
  @Test
  void whatOthersSayIsToldOnceAMinute() {
    for (int i = 0; i < 600; i++) {
      nodesSay++;
      pass(1);
    }
    assertThat(told).hasSize(10).allMatch(each -> each.move == Move.OUTSIDE);
  }

  @Test
  void aMoveOfOursComesBeforeWhatOthersSay() {
    pass(100);
    nodesSay++;
    pass(1);
    nodesSay++;
    addresses = WORK;
    pass(100);
    assertThat(told).containsExactly(new Told(100, Move.OUTSIDE), new Told(160, Move.HERE));
  }

  @Test
  void whoLeavesLooksNoMore() {
    pass(100);
    looks = 0;
    assertThat(whereabouts.leave(now, out)).isTrue();
    assertThat(whereabouts.deadline()).isEqualTo(Long.MAX_VALUE);
    addresses = WORK;
    pass(100);
    assertThat(told).isEmpty();
    assertThat(looks).isZero();
  }
}
