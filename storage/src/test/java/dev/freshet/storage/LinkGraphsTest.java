package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders full of symbolic links, planted before a torrent is written into them and while it is:
/// out of the folder, to each other, in circles, to nowhere. `-Dfreshet.graphs=10000` tries more.
final class LinkGraphsTest {
  private static final int GRAPHS = Integer.getInteger("freshet.graphs", 200);
  private static final int PIECE = 16 << 10;

  @TempDir private Path temp;

  @Test
  void nothingIsWrittenReadOrDeletedOutsideWhateverLinksThereAre() throws IOException {
    Sample sample = Sample.of(TorrentVersion.V1, PIECE, 1, 20_000, 5, 40_000, 1, 16_384);
    int refused = 0;
    int done = 0;
    for (int seed = 0; seed < GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Path place = Files.createDirectories(temp.resolve("graph" + seed));
      Path outside = Files.createDirectories(place.resolve("outside/sample/folder0"));
      Files.writeString(outside.resolve("file000000.bin"), "victim");
      Files.writeString(place.resolve("outside/victim"), "victim");
      Map<String, String> before = content(place.resolve("outside"));
      try (Bench bench = new Bench(sample, place)) {
        Files.createDirectories(bench.folder);
        plant(bench, place, random, 1 + random.nextInt(6));
        boolean open = bench.tryOpen(false) instanceof DiskInput.Opened;
        Geometry geometry = sample.geometry();
        for (int piece = 0; open && piece < geometry.pieceCount(); piece++) {
          if (random.nextInt(3) == 0) {
            plant(bench, place, random, 1);
          }
          DiskInput answer = bench.write(piece, 0, geometry.pieceSize(piece));
          done += answer instanceof DiskInput.Written ? 1 : 0;
          refused += answer instanceof DiskInput.Failed ? 1 : 0;
          bench.verify(piece);
        }
        if (open) {
          bench.commit();
          bench.closeTorrent(random.nextBoolean());
        }
      }
      assertThat(content(place.resolve("outside"))).as("graph %d", seed).isEqualTo(before);
    }
    assertThat(refused).as("writes that met a link").isGreaterThan(GRAPHS / 4);
    assertThat(done).as("writes that met none").isGreaterThan(GRAPHS / 4);
  }

  /// Puts links in the place of files and folders of the torrent, what was there going aside.
  private static void plant(Bench bench, Path place, SplittableRandom random, int links)
      throws IOException {
    List<Path> spots = spots(bench);
    for (int i = 0; i < links; i++) {
      Path spot = spots.get(random.nextInt(spots.size()));
      if (behindLink(bench, spot)) {
        continue;
      }
      Files.createDirectories(spot.getParent());
      if (Files.exists(spot, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(spot, Files.createTempDirectory(place, "aside").resolve("there"));
      }
      Path inside = spots.get(random.nextInt(spots.size()));
      Path goal =
          switch (random.nextInt(7)) {
            case 0 -> place.resolve("outside");
            case 1 -> place.resolve("outside/victim");
            case 2 -> place.resolve("outside/sample/folder0");
            case 3 -> Path.of("../../outside/sample");
            case 4 -> inside;
            case 5 -> spot;
            default -> place.resolve("outside/not there yet");
          };
      Files.createSymbolicLink(spot, goal);
    }
  }

  /// Whether a link was planted on the way to it, so that planting there would be planting outside.
  private static boolean behindLink(Bench bench, Path spot) {
    List<Path> way = way(bench, spot);
    return way.subList(0, way.size() - 1).stream().anyMatch(Files::isSymbolicLink);
  }

  private static List<Path> spots(Bench bench) {
    List<Path> spots = new ArrayList<>();
    for (int i = 0; i < bench.sample.info().files().size(); i++) {
      spots.addAll(way(bench, bench.file(i)));
    }
    return spots;
  }

  /// The folders on the way from the torrent's folder to a spot in it, and that spot.
  private static List<Path> way(Bench bench, Path spot) {
    Path inside = bench.folder.relativize(spot);
    List<Path> way = new ArrayList<>();
    for (int names = 1; names <= inside.getNameCount(); names++) {
      way.add(bench.folder.resolve(inside.subpath(0, names)));
    }
    return way;
  }

  /// All that lies there, and what is in it.
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        all.put(path.toString(), Files.isDirectory(path) ? "" : Files.readString(path));
      }
    }
    return all;
  }
}
