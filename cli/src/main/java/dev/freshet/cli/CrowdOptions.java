package dev.freshet.cli;

import dev.freshet.cli.unit.PeerShare;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.protocol.metainfo.TorrentDraft;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The origin and the peers of a distribution: the words of `plan`, and how peers fall into
/// classes.
final class CrowdOptions {
  private static final long USUAL_PEERS = 100;
  private static final Rate USUAL_RATE = new Rate(1_000_000);

  @Option(
      names = "--peers",
      paramLabel = "N",
      description = "How many receive the file; those of --class by default, or 100.")
  private @Nullable Long peers;

  @Option(
      names = "--origin-up",
      paramLabel = "RATE",
      description = "How fast the origin sends; 1MB/s by default.")
  private Rate originUp = USUAL_RATE;

  @Option(
      names = "--up",
      paramLabel = "RATE",
      description = "How fast a peer sends; 1MB/s by default.")
  private Rate up = USUAL_RATE;

  @Option(
      names = "--down",
      paramLabel = "RATE",
      description = "How fast a peer receives; 0, the default, for no limit.")
  private Rate down = new Rate(PeerClass.UNLIMITED);

  @Option(
      names = "--class",
      paramLabel = "COUNT:UP[:DOWN]",
      description =
          "Of the peers, COUNT have rates of their own, such as 20:10MB/s, 20%%:10MB/s:50MB/s or"
              + " 5:none (they send nothing). May be given several times.")
  private List<PeerShare> shares = new ArrayList<>();

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      description = "Bytes a piece; what a torrent of this size would have by default.")
  private @Nullable Size pieceSize;

  /// The distribution of so many bytes to all of them.
  Distribution distribution(long sizeBytes) throws Failure {
    try {
      return Distribution.of(
          sizeBytes,
          pieceBytes(sizeBytes),
          rate("--origin-up", originUp),
          classes(shares, number(peers, shares, USUAL_PEERS), rate("--up", up), down));
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + ".");
    }
  }

  private long pieceBytes(long sizeBytes) throws Failure {
    Size size = pieceSize;
    if (size == null) {
      return TorrentDraft.choosePieceLength(sizeBytes);
    }
    if (size.bytes() == 0) {
      throw Failure.usage("--piece-size 0 makes no pieces; give a size such as 1MiB.");
    }
    return size.bytes();
  }

  /// Of so many peers, classes first, in their order; then those that are in none, with the common
  /// rates.
  static List<PeerClass> classes(List<PeerShare> shares, long all, long up, Rate down)
      throws Failure {
    if (asked(shares, all).compareTo(BigDecimal.valueOf(all)) > 0) {
      throw tooMany(all);
    }
    List<PeerClass> classes = new ArrayList<>();
    long left = all;
    for (PeerShare share : shares) {
      Rate receives = share.down() == null ? down : share.down();
      long count = Math.min(share.of(all), share.percent() ? left : Long.MAX_VALUE);
      classes.add(new PeerClass(count, share.upBytesPerSecond(), receives.bytesPerSecond()));
      left -= count;
      if (left < 0) {
        throw tooMany(all);
      }
    }
    if (left > 0) {
      classes.add(new PeerClass(left, up, down.bytesPerSecond()));
    }
    return classes;
  }

  /// How many peers the classes are in all, before shares are rounded.
  private static BigDecimal asked(List<PeerShare> shares, long all) {
    return shares.stream()
        .map(each ->
            each.percent()
                ? each.number().multiply(BigDecimal.valueOf(all)).movePointLeft(2)
                : each.number())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Failure tooMany(long all) {
    return Failure.usage("the classes have more than %,d peers; raise --peers.".formatted(all));
  }

  /// How many peers: those asked for, else those of the classes, else as many as usual.
  static long number(@Nullable Long peers, List<PeerShare> shares, long usual) throws Failure {
    if (shares.stream()
            .filter(PeerShare::percent)
            .mapToDouble(share -> share.number().doubleValue())
            .sum()
        > 100 + 1e-9) {
      throw Failure.usage("the classes are more than 100 % of the peers; lower one.");
    }
    if (peers != null) {
      if (peers < 1) {
        throw Failure.usage("--peers " + peers + " leaves nobody to send to; give 1 or more.");
      }
      return peers;
    }
    long counted = 0;
    for (PeerShare share : shares) {
      counted = share.percent() ? counted : Math.addExact(counted, share.of(0));
    }
    return counted == 0 ? usual : counted;
  }

  /// `rate`, which a time follows from.
  static long rate(String option, Rate rate) throws Failure {
    if (rate.bytesPerSecond() == 0) {
      throw Failure.usage(
          option + " 0 is no rate that a time follows from; give one such as 1MB/s.");
    }
    return rate.bytesPerSecond();
  }
}
