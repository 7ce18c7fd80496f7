package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.PieceHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What may run now, and what is handed out together.
final class ScheduleTest {
  private static final int BLOCK = 16 << 10;

  private final Schedule schedule = new Schedule();

  private DiskEffect.Write write(int piece, int block) {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    DiskEffect.Write write =
        new DiskEffect.Write(1, piece, block * BLOCK, bytes, Lease.unpooled(bytes));
    schedule.add(write);
    return write;
  }

  private Schedule.Task poll() {
    return Objects.requireNonNull(schedule.poll());
  }

  @Test
  void writesThatGoOnWhereTheOneBeforeEndsAreHandedOutTogether() {
    DiskEffect.Write first = write(0, 2);
    DiskEffect.Write second = write(0, 3);
    DiskEffect.Write elsewhere = write(1, 4);
    DiskEffect.Write third = write(0, 4);
    DiskEffect.Write apart = write(0, 6);
    Schedule.Task task = poll();
    assertThat(task.effect()).isEqualTo(first);
    assertThat(task.following()).containsExactly(second, third);
    assertThat(poll().effect()).isEqualTo(elsewhere);
    assertThat(schedule.poll()).as("the piece is being written").isNull();
    schedule.done(task);
    assertThat(poll()).extracting(Schedule.Task::effect).isEqualTo(apart);
  }

  @Test
  void readsOfAPieceThatHaveQueuedUpAreHandedOutTogether() {
    DiskEffect first = new DiskEffect.Read(1, 1, 0, 0, BLOCK);
    DiskEffect second = new DiskEffect.Read(1, 2, 0, 5 * BLOCK, BLOCK);
    DiskEffect elsewhere = new DiskEffect.Read(1, 3, 1, 0, BLOCK);
    List.of(first, second, elsewhere).forEach(schedule::add);
    DiskEffect.Write after = write(0, 0);
    Schedule.Task task = poll();
    assertThat(task.effect()).isEqualTo(first);
    assertThat(task.following()).containsExactly(second);
    assertThat(poll().effect()).isEqualTo(elsewhere);
    assertThat(schedule.poll()).as("the piece is being read").isNull();
    schedule.done(task);
    assertThat(poll().effect()).isEqualTo(after);
  }

  @Test
  void aRunEndsAtItsLimit() {
    int most = Schedule.MAX_RUN / BLOCK;
    for (int block = 0; block < most + 1; block++) {
      write(0, block);
    }
    Schedule.Task task = poll();
    assertThat(task.following()).hasSize(most - 1);
    schedule.done(task);
    assertThat(poll().following()).isEmpty();
  }

  @Test
  void whatStandsBetweenTwoWritesKeepsThemApart() {
    write(0, 0);
    DiskEffect verify = new DiskEffect.Verify(1, 0, hash(), false);
    schedule.add(verify);
    write(0, 1);
    Schedule.Task task = poll();
    assertThat(task.following()).isEmpty();
    schedule.done(task);
    assertThat(poll().effect()).isEqualTo(verify);
  }

  @Test
  void aCommitWaitsForAllOfTheRunBeforeItAndForNoMore() {
    write(0, 0);
    DiskEffect.Write before = write(0, 1);
    DiskEffect commit = new DiskEffect.Commit(1);
    schedule.add(commit);
    write(0, 2);
    Schedule.Task task = poll();
    assertThat(task.following()).containsExactly(before);
    assertThat(schedule.poll()).isNull();
    schedule.done(task);
    assertThat(List.of(poll().effect(), poll().effect())).contains(commit);
  }

  @Test
  void whatIsDrainedIsAllThatNobodyHas() {
    write(0, 0);
    write(0, 1);
    List<DiskEffect> left = new ArrayList<>(List.of(write(0, 5), write(1, 0), write(1, 1)));
    poll();
    assertThat(schedule.drain()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(schedule.poll()).isNull();
  }

  private static PieceHash hash() {
    return new PieceHash(Hash.of(new byte[20]), null, 0, 0);
  }
}
