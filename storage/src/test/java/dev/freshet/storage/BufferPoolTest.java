package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.edge.Lease;
import org.junit.jupiter.api.Test;

/// Buffers come back, are counted, and never are more than allowed.
final class BufferPoolTest {
  @Test
  void aReleasedBufferIsUsedAgain() {
    BufferPool pool = new BufferPool(1 << 20);
    for (int i = 0; i < 1000; i++) {
      Lease lease = pool.lease(16 << 10);
      assertThat(lease.buffer().isDirect()).isTrue();
      assertThat(lease.buffer().remaining()).isEqualTo(16 << 10);
      lease.release();
    }
    assertThat(pool.ownedBytes()).isEqualTo(16 << 10);
  }

  @Test
  void beyondTheLimitTheHeapHelpsOut() {
    BufferPool pool = new BufferPool(512 << 10);
    Lease[] leases = new Lease[10];
    for (int i = 0; i < leases.length; i++) {
      leases[i] = pool.lease(200_000);
      assertThat(leases[i].buffer().remaining()).isEqualTo(200_000);
    }
    assertThat(pool.ownedBytes()).isEqualTo(512 << 10);
    assertThat(leases[9].buffer().isDirect()).isFalse();
    assertThat(pool.lease(5 << 20).buffer().remaining()).isEqualTo(5 << 20);
  }

  @Test
  void theLastHoldGivesTheBufferBackAndOneMoreReleaseIsAFault() {
    BufferPool pool = new BufferPool(1 << 20);
    Lease lease = pool.lease(10).retain();
    lease.release();
    assertThat(pool.lease(10).buffer()).isNotSameAs(lease.buffer());
    lease.release();
    assertThat(pool.lease(10).buffer()).isSameAs(lease.buffer());
    assertThatThrownBy(lease::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(lease::retain).isInstanceOf(IllegalStateException.class);
  }
}
