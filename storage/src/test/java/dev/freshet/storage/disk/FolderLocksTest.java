package dev.freshet.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.DiskProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FolderLocksTest {
  private static final Path A = Path.of("a");
  private static final Path B = Path.of("b");
  private final RealDisk disk = new RealDisk();
  @TempDir Path folder;

  @Test
  void aNameIsLockedOnceAndOthersAreFree() throws DiskException {
    DiskLock a = disk.lock(folder, A);
    assertTaken(A);
    DiskLock b = new RealDisk().lock(folder, B);
    a.close();
    assertTaken(B);
    disk.lock(folder, A).close();
    b.close();
    disk.lock(folder, B).close();
  }

  @Test
  void toLetGoTwiceDoesNotTakeItFromTheNext() throws DiskException {
    DiskLock keep = disk.lock(folder, B);
    DiskLock first = disk.lock(folder, A);
    first.close();
    DiskLock second = disk.lock(folder, A);
    first.close();
    assertTaken(A);
    second.close();
    keep.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thousandsTakeOneDescriptor() throws IOException, DiskException {
    List<DiskLock> locks = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      locks.add(disk.lock(folder, Path.of("torrent " + i)));
    }
    assertThat(open(folder.resolve("locks"))).isEqualTo(1);
    locks.forEach(DiskLock::close);
    assertThat(open(folder.resolve("locks"))).isZero();
  }

  private void assertTaken(Path name) {
    assertThatThrownBy(() -> disk.lock(folder, name))
        .isInstanceOfSatisfying(
            DiskException.class, e -> assertThat(e.problem()).isEqualTo(DiskProblem.IN_USE));
  }

  private static long open(Path file) throws IOException {
    Path wanted = file.toRealPath();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(fd -> leadsTo(fd, wanted)).count();
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
