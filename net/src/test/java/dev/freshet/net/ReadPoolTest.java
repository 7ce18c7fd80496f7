package dev.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.edge.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReadPoolTest {
  private final AtomicInteger wakeups = new AtomicInteger();
  private final ReadPool pool = new ReadPool(2 * ReadPool.SLAB_BYTES, wakeups::incrementAndGet);

  private Lease read(int bytes) {
    Slab slab = Objects.requireNonNull(pool.slab());
    int start = slab.room().position();
    slab.room().position(start + bytes);
    return slab.cut(start);
  }

  @Test
  void shortReadsShareASlab() {
    List<Lease> leases = new ArrayList<>();
    while (pool.slab() != null) {
      leases.add(read(100));
    }
    assertThat(leases).hasSizeGreaterThan(1000);
    assertThat(leases).allSatisfy(lease -> assertThat(lease.buffer().remaining()).isEqualTo(100));
  }

  @Test
  void aReleasedSlabIsCutFromItsFrontAgain() {
    Slab first = Objects.requireNonNull(pool.slab());
    for (int i = 0; i < 10_000; i++) {
      read(5000).release();
    }
    assertThat(pool.slab()).isSameAs(first);
  }

  @Test
  void itWakesTheLoopOnlyWhenThereWasNoRoom() {
    Lease one = read(ReadPool.SLAB_BYTES);
    Lease two = read(ReadPool.SLAB_BYTES);
    assertThat(pool.replenished()).isFalse();
    assertThat(pool.slab()).isNull();
    assertThat(wakeups).hasValue(0);
    one.release();
    assertThat(wakeups).hasValue(1);
    assertThat(pool.replenished()).isTrue();
    two.release();
    assertThat(wakeups).hasValue(1);
    assertThat(pool.slab()).isNotNull();
  }

  @Test
  void aSlabComesBackAtTheLastReleaseOnly() {
    Lease part = read(ReadPool.SLAB_BYTES).retain();
    read(ReadPool.SLAB_BYTES);
    part.release();
    assertThat(pool.slab()).isNull();
    part.release();
    assertThat(pool.slab()).isNotNull();
  }

  @Test
  void oneReleaseTooManyIsOurFault() {
    Lease lease = read(10);
    lease.release();
    assertThatThrownBy(lease::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(lease::retain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFewBuffersForBlocksInTwoPartsAreUsedAgainAndAgain() {
    Lease lease = read(10);
    List<Lease> joints = new ArrayList<>();
    for (Lease one = lease.another(16_397); one != null; one = lease.another(16_397)) {
      joints.add(one);
    }
    assertThat(joints).hasSize(Joints.MOST);
    assertThat(joints)
        .allSatisfy(one -> assertThat(one.buffer().remaining()).isEqualTo(Joints.BYTES));

    joints.getFirst().buffer().putInt(1);
    joints.getFirst().release();

    Lease again = Objects.requireNonNull(lease.another(16_397));
    assertThat(again.buffer()).isSameAs(joints.getFirst().buffer());
    assertThat(again.buffer().position()).isZero();
    assertThat(lease.another(1)).isNull();
    assertThatThrownBy(joints.getFirst()::release).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsLargerThanABlockGetsNone() {
    assertThat(read(10).another(Joints.BYTES + 1)).isNull();
  }
}
