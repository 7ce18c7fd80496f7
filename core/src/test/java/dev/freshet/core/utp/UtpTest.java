package dev.freshet.core.utp;

import static dev.freshet.core.utp.UtpWorld.MILLI;
import static dev.freshet.core.utp.UtpWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.utp.UtpHost.Stream;
import dev.freshet.core.utp.UtpWorld.Line;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import org.junit.jupiter.api.Test;

/// Connections over lines of all kinds.
final class UtpTest {
  private static final long MEGABYTE = 1_000_000;

  private final UtpWorld world = new UtpWorld(1);

  /// Sends so much one way over these lines; how long it took.
  private long transfer(Line there, Line back, long bytes, long atMost) {
    UtpHost seed = world.host(there);
    UtpHost leech = world.host(back);
    long begun = world.now();
    Stream out = seed.connect(leech.at(), bytes);
    boolean done =
        world.run(
            atMost,
            () -> leech.accepted().size() == 1 && leech.accepted().getFirst().received == bytes);
    long got = leech.accepted().isEmpty() ? -1 : leech.accepted().getFirst().received;
    assertThat(done).as("%d of %d, closed: %s", got, bytes, out.closed).isTrue();
    return world.now() - begun;
  }

  @Test
  void aCleanLineIsFilled() {
    long took =
        transfer(
            world.line(MEGABYTE, 20 * MILLI),
            world.line(MEGABYTE, 20 * MILLI),
            20 * MEGABYTE,
            60 * SECOND);
    assertThat(took).isLessThan(22 * SECOND);
  }

  @Test
  void withOnePercentLostItIsAsFastAsTcpOrNearly() {
    for (int rtt : new int[] {10, 40, 160}) {
      Line there = world.line(12 * MEGABYTE, rtt / 2 * MILLI).losing(0.01);
      Line back = world.line(12 * MEGABYTE, rtt / 2 * MILLI).losing(0.01);
      UtpHost seed = world.host(there);
      UtpHost leech = world.host(back);
      Stream out = seed.connect(leech.at(), 1000 * MEGABYTE);
      world.run(120 * SECOND, () -> false);
      long ours = leech.accepted().getFirst().received;
      seed.close(out);
      Reno tcp =
          new Reno(world, world.line(12 * MEGABYTE, rtt / 2 * MILLI).losing(0.01), rtt / 2 * MILLI);
      tcp.start();
      world.run(120 * SECOND, () -> false);
      tcp.stop();
      assertThat(ours).as("at %d ms", rtt).isGreaterThan(tcp.arrived() * 7 / 10);
    }
  }

  @Test
  void theQueueIsFilledForATenthOfASecondAtMost() {
    for (int rtt : new int[] {4, 20, 100, 300}) {
      Line there = world.line(MEGABYTE, rtt / 2 * MILLI).queue(2 * MEGABYTE);
      UtpHost seed = world.host(there);
      UtpHost leech = world.host(world.line(MEGABYTE, rtt / 2 * MILLI));
      Stream out = seed.connect(leech.at(), 1000 * MEGABYTE);
      world.run(5 * SECOND, () -> false);
      long first = there.worstWait();
      there.forgetWaits();
      world.run(60 * SECOND, () -> false);
      long got = leech.accepted().getFirst().received;
      assertThat(first).as("at first, with %d ms", rtt).isLessThan(100 * MILLI);
      assertThat(there.worstWait()).as("with %d ms", rtt).isLessThan(110 * MILLI);
      assertThat(there.meanWait()).as("with %d ms", rtt).isLessThan(100 * MILLI);
      assertThat(got).as("with %d ms", rtt).isGreaterThan(50 * MEGABYTE);
      seed.close(out);
    }
  }

  @Test
  void itGivesWayToTcp() {
    Line there = world.line(MEGABYTE, 20 * MILLI).queue(300_000);
    UtpHost seed = world.host(there);
    UtpHost leech = world.host(world.line(MEGABYTE, 20 * MILLI));
    seed.connect(leech.at(), 1000 * MEGABYTE);
    world.run(20 * SECOND, () -> false);
    Reno tcp = new Reno(world, there, 20 * MILLI);
    tcp.start();
    world.run(10 * SECOND, () -> false);
    long oursBefore = leech.accepted().getFirst().received;
    long tcpBefore = tcp.arrived();
    world.run(60 * SECOND, () -> false);
    long ours = leech.accepted().getFirst().received - oursBefore;
    long theirs = tcp.arrived() - tcpBefore;
    assertThat(theirs).isGreaterThan(54 * MEGABYTE);
    assertThat(ours).isLessThan(5 * MEGABYTE).isGreaterThan(20_000);
    tcp.stop();
    world.run(10 * SECOND, () -> false);
    long again = leech.accepted().getFirst().received;
    world.run(10 * SECOND, () -> false);
    assertThat(leech.accepted().getFirst().received - again).isGreaterThan(8 * MEGABYTE);
  }

  @Test
  void thirtyPercentLostAndTwoSecondsOfWayAreSurvived() {
    for (int i = 0; i < 10; i++) {
      transfer(
          world.line(MEGABYTE, SECOND).losing(0.3),
          world.line(MEGABYTE, SECOND).losing(0.3),
          200_000,
          3000 * SECOND);
    }
  }

  @Test
  void whatComesTwiceOrTooLateDoesNoHarm() {
    transfer(
        world.line(MEGABYTE, 30 * MILLI).muddling(0.1, 0.3).losing(0.01),
        world.line(MEGABYTE, 30 * MILLI).muddling(0.1, 0.3).losing(0.01),
        3 * MEGABYTE,
        200 * SECOND);
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    String[] logs = new String[2];
    for (int i = 0; i < 2; i++) {
      UtpWorld one = new UtpWorld(77);
      UtpHost seed = one.host(one.line(MEGABYTE, 30 * MILLI).losing(0.05).muddling(0.05, 0.05));
      UtpHost leech = one.host(one.line(MEGABYTE, 30 * MILLI).losing(0.05));
      seed.connect(leech.at(), MEGABYTE);
      one.run(30 * SECOND, () -> false);
      logs[i] = one.log();
    }
    assertThat(logs[0]).isEqualTo(logs[1]).isNotEmpty();
  }

  @Test
  void bothSidesSpeakAtOnce() {
    UtpHost a = world.host(world.line(MEGABYTE, 20 * MILLI).losing(0.02));
    UtpHost b = world.host(world.line(MEGABYTE, 20 * MILLI).losing(0.02));
    Stream there = a.connect(b.at(), 2 * MEGABYTE);
    // who was called learns of it from the first bytes
    world.run(10 * SECOND, () -> !b.accepted().isEmpty());
    Stream here = b.accepted().getFirst();
    b.send(here, 2 * MEGABYTE);
    assertThat(
            world.run(
                60 * SECOND, () -> there.received == 2 * MEGABYTE && here.received == 2 * MEGABYTE))
        .isTrue();
  }

  @Test
  void everyWidthOfNumbersIsPassed() {
    // 100,000 packets and more: the 16 bits on the way begin anew at least once
    transfer(
        world.line(50 * MEGABYTE, MILLI).losing(0.001),
        world.line(50 * MEGABYTE, MILLI),
        120 * MEGABYTE,
        600 * SECOND);
  }

  @Test
  void whatWasSentBeforeTheEndArrivesBeforeIt() {
    UtpHost a = world.host(world.line(MEGABYTE, 20 * MILLI).losing(0.1));
    UtpHost b = world.host(world.line(MEGABYTE, 20 * MILLI).losing(0.1));
    Stream out = a.connect(b.at(), 100_000);
    out.closesAfter = true;
    assertThat(
            world.run(
                60 * SECOND,
                () -> b.accepted().size() == 1 && !b.accepted().getFirst().closed.isEmpty()))
        .isTrue();
    assertThat(b.accepted().getFirst().received).isEqualTo(100_000);
    assertThat(b.accepted().getFirst().closed).isEqualTo("closed by the other side");
  }

  @Test
  void whoDoesNotReadStopsTheSender() {
    UtpHost a = world.host(world.line(10 * MEGABYTE, 10 * MILLI));
    UtpHost b = world.host(world.line(10 * MEGABYTE, 10 * MILLI));
    b.readsNothing();
    Stream out = a.connect(b.at(), 10 * MEGABYTE);
    world.run(100 * SECOND, () -> false);
    assertThat(out.sent).isLessThanOrEqualTo(Incoming.WINDOW * 5 / 4);
    assertThat(out.closed).isEmpty();
    b.reads(b.accepted().getFirst());
    assertThat(world.run(20 * SECOND, () -> b.accepted().getFirst().received == 10 * MEGABYTE))
        .isTrue();
  }

  @Test
  void aNarrowWayIsFoundOut() {
    for (int largest : new int[] {1500, 1400, 1280}) {
      Line there = world.line(MEGABYTE, 20 * MILLI).largest(largest);
      transfer(there, world.line(MEGABYTE, 20 * MILLI), 5 * MEGABYTE, 30 * SECOND);
      assertThat(there.meanLength()).isBetween(largest - 60L, (long) largest);
    }
  }

  @Test
  void clocksThatRunApartDoNotLookLikeAQueue() {
    for (double speed : new double[] {1.0002, 0.9998}) {
      Line there = world.line(MEGABYTE / 10, 20 * MILLI);
      UtpHost seed = world.host(there, time -> time);
      UtpHost leech =
          world.host(world.line(MEGABYTE / 10, 20 * MILLI), time -> (long) (time * speed));
      Stream out = seed.connect(leech.at(), 10_000 * MEGABYTE);
      world.run(600 * SECOND, () -> false);
      long before = leech.accepted().getFirst().received;
      there.forgetWaits();
      world.run(300 * SECOND, () -> false);
      long got = leech.accepted().getFirst().received - before;
      assertThat(got).as("at %s", speed).isGreaterThan(28 * MEGABYTE);
      assertThat(there.meanWait()).as("at %s", speed).isLessThan(150 * MILLI);
      seed.close(out);
    }
  }

  @Test
  void nobodyAtHomeIsNoticed() {
    UtpHost a = world.host(world.line(MEGABYTE, 20 * MILLI));
    Stream out = a.connect(new Endpoint(IpAddress.v4(0x0a090909), 1), 1);
    assertThat(world.run(20 * SECOND, () -> !out.closed.isEmpty())).isTrue();
    assertThat(out.closed).isEqualTo("timed out");
  }

  @Test
  void aPeerThatVanishesIsGivenUp() {
    Line back = world.line(MEGABYTE, 20 * MILLI);
    UtpHost a = world.host(world.line(MEGABYTE, 20 * MILLI));
    UtpHost b = world.host(back);
    Stream out = a.connect(b.at(), 100 * MEGABYTE);
    world.run(5 * SECOND, () -> false);
    back.losing(1);
    assertThat(world.run(150 * SECOND, () -> !out.closed.isEmpty())).isTrue();
    assertThat(out.closed).isEqualTo("timed out");
  }
}
