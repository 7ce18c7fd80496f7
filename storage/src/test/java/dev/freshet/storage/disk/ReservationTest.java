package dev.freshet.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.core.api.DiskProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Space is really taken, or nothing is changed.
final class ReservationTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path temp;

  private final RealDisk disk = new RealDisk();

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void theSpaceOfAReservedFileIsTakenAndItsBytesStay()
      throws IOException, InterruptedException, DiskException {
    Path root = disk.folder(temp, false);
    Path name = Path.of("some", "folder", "file \u00fc");
    try (DiskFile file = disk.open(root, name, Access.WRITE)) {
      file.resize(3 * MIB);
      assertThat(takenBytes(root.resolve(name))).isLessThan(MIB);
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5);
      file.reserve(8 * MIB);
      assertThat(file.size()).isEqualTo(8 * MIB);
    }
    assertThat(takenBytes(root.resolve(name))).isGreaterThanOrEqualTo(8 * MIB);
    assertThat(Files.readAllBytes(root.resolve(name))).startsWith(0, 0, 0, 0, 0, 1, 2, 3, 0);
  }

  @Test
  void aFileThatIsLongerAlreadyKeepsItsLength() throws DiskException {
    Path root = disk.folder(temp, false);
    try (DiskFile file = disk.open(root, Path.of("file"), Access.WRITE)) {
      file.resize(5000);
      file.reserve(3000);
      assertThat(file.size()).isEqualTo(5000);
    }
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void whereThereIsNoRoomNothingIsTaken() throws IOException, DiskException {
    Path memory = Path.of("/dev/shm"); // says no at once, without filling up first
    assumeTrue(
        Files.isWritable(memory)
            && Files.getFileStore(memory).type().equals("tmpfs")
            && Files.getFileStore(memory).getTotalSpace() < 1L << 45);
    Path root = Files.createTempDirectory(memory, "freshet");
    try (DiskFile file = disk.open(root, Path.of("file"), Access.WRITE)) {
      assertThatThrownBy(() -> file.reserve(1L << 45))
          .isInstanceOfSatisfying(
              DiskException.class, e -> assertThat(e.problem()).isEqualTo(DiskProblem.FULL));
      assertThat(file.size()).isZero();
    } finally {
      Files.deleteIfExists(root.resolve("file"));
      Files.delete(root);
    }
  }

  @Test
  void linksAreNotFollowed() throws IOException, DiskException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("file"), "x");
    Path root = Files.createDirectories(temp.resolve("root"));
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("link"), outside.resolve("file"));
    assertThat(Reservation.take(root, Path.of("folder", "file"), MIB)).isFalse();
    assertThat(Reservation.take(root, Path.of("link"), MIB)).isFalse();
    assertThat(outside.resolve("file")).hasContent("x");
  }

  @Test
  void theSystemsNumbersMeanWhatTheySay() throws DiskException {
    Path file = Path.of("file");
    assertThat(Reservation.taken(0, file, 1)).isTrue();
    assertThat(Reservation.taken(95, file, 1)).as("not supported").isFalse();
    assertThatThrownBy(() -> Reservation.taken(122, file, 1))
        .isInstanceOfSatisfying(
            DiskException.class, e -> assertThat(e.problem()).isEqualTo(DiskProblem.FULL));
    assertThatThrownBy(() -> Reservation.taken(27, file, 1))
        .isInstanceOfSatisfying(
            DiskException.class, e -> assertThat(e.problem()).isEqualTo(DiskProblem.FAILED));
  }

  private static long takenBytes(Path file) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(stat.waitFor()).isZero();
    return Long.parseLong(blocks.trim()) * 512;
  }
}
