package dev.freshet.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.storage.disk.Access;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SimDiskTest {
  private static final Path ROOT = Path.of("/data");
  private static final Path NAME = Path.of("file");
  private static final int SECTORS = 64;

  private final FaultCounts faults = new FaultCounts();

  private SimDisk disk(long seed) {
    return new SimDisk(() -> 7, new SplittableRandom(seed), faults);
  }

  private static ByteBuffer sectors(int value) {
    byte[] bytes = new byte[SECTORS * Inode.SECTOR];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static byte[] bytes(SimDisk disk) {
    byte[] bytes = disk.bytes(ROOT.resolve(NAME));
    return bytes == null ? new byte[0] : bytes;
  }

  @Test
  void what_was_forced_is_there_after_a_power_cut_and_what_was_not_may_be_in_part()
      throws DiskException {
    int torn = 0;
    for (int seed = 0; seed < 50; seed++) {
      SimDisk disk = disk(seed);
      try (DiskFile file = disk.open(ROOT, NAME, Access.WRITE)) {
        file.write(sectors(1), 0);
        file.force();
        file.write(sectors(2), 0);
      }
      disk.cutPower();
      byte[] bytes = bytes(disk);
      assertThat(bytes).hasSize(SECTORS * Inode.SECTOR);
      boolean old = false;
      boolean young = false;
      for (int sector = 0; sector < SECTORS; sector++) {
        byte first = bytes[sector * Inode.SECTOR];
        for (int at = 0; at < Inode.SECTOR; at++) {
          assertThat(bytes[sector * Inode.SECTOR + at]).isEqualTo(first).isIn((byte) 1, (byte) 2);
        }
        old |= first == 1;
        young |= first == 2;
      }
      torn += old && young ? 1 : 0;
      assertThat(disk.spoilt()).isFalse();
    }
    assertThat(torn).isPositive();
    assertThat(faults.of(Fault.TORN_WRITE)).isEqualTo(torn);
  }

  @Test
  void a_file_that_was_never_forced_may_be_gone() throws DiskException {
    for (int seed = 0; seed < 50; seed++) {
      SimDisk disk = disk(seed);
      disk.open(ROOT, NAME, Access.WRITE).close();
      disk.cutPower();
    }
    assertThat(faults.of(Fault.LOST_FILE)).isBetween(1L, 49L);
  }

  @Test
  void what_a_failed_force_was_about_is_not_made_durable_by_the_next() throws DiskException {
    boolean lost = false;
    for (int seed = 0; seed < 50; seed++) {
      SimDisk disk = disk(seed);
      try (DiskFile file = disk.open(ROOT, NAME, Access.WRITE)) {
        file.write(sectors(1), 0);
        file.force();
        file.write(sectors(2), 0);
        disk.mood(Mood.GOOD.withFailing(1));
        assertThatThrownBy(file::force).isInstanceOf(DiskException.class);
        disk.mood(Mood.GOOD);
        file.force();
        assertThat(bytes(disk)[0]).isEqualTo((byte) 2);
      }
      disk.cutPower();
      lost |= bytes(disk)[0] == 1;
    }
    assertThat(lost).isTrue();
  }

  @Test
  void a_disk_that_lied_is_known_to_be_spoilt_once_bytes_are_lost() throws DiskException {
    int spoilt = 0;
    for (int seed = 0; seed < 50; seed++) {
      SimDisk disk = disk(seed);
      disk.mood(Mood.GOOD.withLying(true));
      try (DiskFile file = disk.open(ROOT, NAME, Access.WRITE)) {
        file.write(sectors(1), 0);
        file.force();
      }
      assertThat(disk.spoilt()).isFalse();
      disk.cutPower();
      boolean whole = Arrays.equals(bytes(disk), sectors(1).array());
      assertThat(disk.spoilt()).isEqualTo(!whole);
      spoilt += whole ? 0 : 1;
    }
    assertThat(spoilt).isPositive();
  }

  @Test
  void a_full_disk_takes_what_fits_and_says_so() throws DiskException {
    SimDisk disk = disk(1);
    disk.mood(Mood.GOOD.withCapacity(10L * Inode.SECTOR));
    try (DiskFile file = disk.open(ROOT, NAME, Access.WRITE)) {
      assertThatThrownBy(() -> file.write(sectors(1), 0))
          .isInstanceOfSatisfying(
              DiskException.class, full -> assertThat(full.problem()).isEqualTo(DiskProblem.FULL));
      assertThat(file.size()).isEqualTo(10L * Inode.SECTOR);
      assertThat(disk.usableSpace(ROOT)).isZero();
      assertThat(disk.held()).containsExactly(ROOT.resolve(NAME));
    }
    assertThat(disk.held()).isEmpty();
  }
}
