package dev.freshet.cli;

import dev.freshet.cli.unit.Counts;
import dev.freshet.cli.unit.PeerShare;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.protocol.metainfo.TorrentDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How many peers `lab` runs, and over which links. The words are those of `plan`; what is not said
/// is chosen so that it takes no longer than it must.
final class LinkOptions {
  /// Real engines in one process; for more there is the simulator.
  private static final int MAX_PEERS = 64;

  private static final long USUAL_PEERS = 8;
  private static final long USUAL_SECONDS = 60;
  private static final long SLOWEST = 100_000;

  @Option(
      names = "--peers",
      paramLabel = "N",
      description = "How many peers fetch it; those of --class by default, or 8.")
  private @Nullable Long peers;

  @Option(
      names = "--sweep",
      paramLabel = "LIST",
      description =
          "Do it for each of these numbers of peers, such as 1..16 or 1,2,4,8,16, with the same"
              + " shares of classes.")
  private @Nullable Counts sweep;

  @Option(
      names = "--origin-up",
      paramLabel = "RATE",
      description =
          "How fast the origin sends; by default so that client-server takes a minute, or slower"
              + " where this machine would be too busy.")
  private @Nullable Rate originUp;

  @Option(
      names = "--up",
      paramLabel = "RATE",
      description = "How fast a peer sends; as fast as the origin by default.")
  private @Nullable Rate up;

  @Option(
      names = "--down",
      paramLabel = "RATE",
      description = "How fast a peer receives; 0, the default, for no limit.")
  private Rate down = new Rate(PeerClass.UNLIMITED);

  @Option(
      names = "--class",
      paramLabel = "COUNT:UP[:DOWN]",
      description =
          "Of the peers, COUNT have rates of their own, such as 2:4MB/s or 20%%:4MB/s:8MB/s. May be"
              + " given several times.")
  private List<PeerShare> shares = new ArrayList<>();

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      description = "Bytes a piece, a power of two from 16KiB; chosen by the size by default.")
  private @Nullable Size pieceSize;

  /// The piece length that was asked for, or what a torrent of this size has.
  int pieceBytes(long sizeBytes) throws Failure {
    int asked = CreateOptions.pieceLength(pieceSize);
    return asked == 0 ? TorrentDraft.choosePieceLength(sizeBytes) : asked;
  }

  /// One distribution for each number of peers, in rising order.
  List<Distribution> distributions(long sizeBytes) throws Failure {
    List<Integer> numbers = numbers();
    long most = numbers.getLast();
    long origin =
        originUp == null ? usualRate(sizeBytes, most) : CrowdOptions.rate("--origin-up", originUp);
    long each = up == null ? origin : CrowdOptions.rate("--up", up);
    List<PeerClass> classes = CrowdOptions.classes(shares, most, each, down);
    if (classes.stream().anyMatch(those -> those.upBytesPerSecond() == 0)) {
      throw Failure.usage(
          "peers that send nothing are for 'freshet simulate'; give each --class a rate.");
    }
    try {
      Distribution last = Distribution.of(sizeBytes, pieceBytes(sizeBytes), origin, classes);
      List<Distribution> all = new ArrayList<>();
      for (int number : numbers) {
        all.add(last.withPeers(number));
      }
      return all;
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + ".");
    }
  }

  private List<Integer> numbers() throws Failure {
    if (peers != null && sweep != null) {
      throw Failure.usage("--peers and --sweep exclude each other; give one of them.");
    }
    long most =
        sweep == null
            ? CrowdOptions.number(peers, shares, USUAL_PEERS)
            : CrowdOptions.number((long) sweep.largest(), shares, USUAL_PEERS);
    if (most > MAX_PEERS) {
      throw Failure.usage(
          "lab runs at most %d peers on one machine, not %,d; 'freshet simulate' runs more."
              .formatted(MAX_PEERS, most));
    }
    return sweep == null ? List.of((int) most) : sweep.numbers();
  }

  /// So that client-server takes a minute for the most peers, but not more than this machine moves
  /// with ease.
  private static long usualRate(long sizeBytes, long peers) {
    long easy = LabReport.easyBytesPerSecond() / (peers + 1);
    return Math.clamp(sizeBytes * peers / USUAL_SECONDS, Math.min(SLOWEST, easy), easy);
  }
}
