package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.magnet.Magnet;
import java.util.List;
import java.util.Objects;

/// How one torrent is to be treated.
///
/// @param directory where its files go: a path of the system that storage runs on
/// @param peers addresses to try at once
/// @param extraTrackers announce URLs, each a tier of its own after those of the metainfo
/// @param limits for this torrent alone, within those of the node
/// @param goal when a finished download stops
/// @param superSeed whether, as the only seed, to hand out each piece once and wait to see it
///   passed on (BEP 16)
/// @param allocate whether to reserve disk space at once
/// @param paused whether to stay out of the swarm until [Command.Resume]; what lies on disk is
///   checked all the same
/// @param readOnly whether to seed without ever writing below `directory`: what is missing is not
///   fetched, and nothing is deleted
/// @param trusted whether the caller vouches for data that the journal does not know, as one may
///   who has just hashed it to create the torrent; what is there is then served without a check
/// @param discovery how more peers may be found than trackers and the caller know; nothing of it is
///   done for a private torrent
/// @param files which of its files are wanted; with all of them, those that a magnet link names
///   (BEP 53)
public record TorrentOptions(
    String directory,
    List<Endpoint> peers,
    List<String> extraTrackers,
    RateLimits limits,
    SeedGoal goal,
    boolean superSeed,
    boolean allocate,
    boolean paused,
    boolean readOnly,
    boolean trusted,
    Discovery discovery,
    FileSelection files) {
  public TorrentOptions {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(goal, "goal");
    Objects.requireNonNull(discovery, "discovery");
    Objects.requireNonNull(files, "files");
    peers = List.copyOf(peers);
    extraTrackers = List.copyOf(extraTrackers);
  }

  /// Download to, or seed from, this folder; all else as usual.
  public static TorrentOptions in(String directory) {
    return new TorrentOptions(
        directory,
        List.of(),
        List.of(),
        RateLimits.NONE,
        SeedGoal.FOREVER,
        false,
        false,
        false,
        false,
        false,
        Discovery.ALL,
        FileSelection.ALL);
  }

  /// The same with these peers.
  public TorrentOptions withPeers(List<Endpoint> newPeers) {
    Draft draft = new Draft(this);
    draft.peers = newPeers;
    return draft.options();
  }

  /// The same with these trackers beside the metainfo's own.
  public TorrentOptions withExtraTrackers(List<String> urls) {
    Draft draft = new Draft(this);
    draft.extraTrackers = urls;
    return draft.options();
  }

  /// The same with these limits.
  public TorrentOptions withLimits(RateLimits newLimits) {
    Draft draft = new Draft(this);
    draft.limits = newLimits;
    return draft.options();
  }

  /// The same with this goal.
  public TorrentOptions withGoal(SeedGoal newGoal) {
    Draft draft = new Draft(this);
    draft.goal = newGoal;
    return draft.options();
  }

  /// The same with super-seeding on or off.
  public TorrentOptions withSuperSeed(boolean on) {
    Draft draft = new Draft(this);
    draft.superSeed = on;
    return draft.options();
  }

  /// The same with space reserved at once or not.
  public TorrentOptions withAllocate(boolean on) {
    Draft draft = new Draft(this);
    draft.allocate = on;
    return draft.options();
  }

  /// The same, paused or not.
  public TorrentOptions withPaused(boolean on) {
    Draft draft = new Draft(this);
    draft.paused = on;
    return draft.options();
  }

  /// The same, never writing or free to write.
  public TorrentOptions withReadOnly(boolean on) {
    Draft draft = new Draft(this);
    draft.readOnly = on;
    return draft.options();
  }

  /// The same, with the data vouched for or not.
  public TorrentOptions withTrusted(boolean on) {
    Draft draft = new Draft(this);
    draft.trusted = on;
    return draft.options();
  }

  /// The same, finding peers like this.
  public TorrentOptions withDiscovery(Discovery ways) {
    Draft draft = new Draft(this);
    draft.discovery = ways;
    return draft.options();
  }

  /// The same with these files wanted.
  public TorrentOptions withFiles(FileSelection wanted) {
    Draft draft = new Draft(this);
    draft.files = wanted;
    return draft.options();
  }

  /// The same; if all files are wanted, with those that this link names (BEP 53).
  public TorrentOptions withFilesOf(Magnet magnet) {
    return files.isAll() ? withFiles(FileSelection.of(magnet)) : this;
  }

  /// A copy to be changed, so that what stays the same is written down once.
  private static final class Draft {
    String directory;
    List<Endpoint> peers;
    List<String> extraTrackers;
    RateLimits limits;
    SeedGoal goal;
    boolean superSeed;
    boolean allocate;
    boolean paused;
    boolean readOnly;
    boolean trusted;
    Discovery discovery;
    FileSelection files;

    Draft(TorrentOptions from) {
      directory = from.directory;
      peers = from.peers;
      extraTrackers = from.extraTrackers;
      limits = from.limits;
      goal = from.goal;
      superSeed = from.superSeed;
      allocate = from.allocate;
      paused = from.paused;
      readOnly = from.readOnly;
      trusted = from.trusted;
      discovery = from.discovery;
      files = from.files;
    }

    TorrentOptions options() {
      return new TorrentOptions(
          directory,
          peers,
          extraTrackers,
          limits,
          goal,
          superSeed,
          allocate,
          paused,
          readOnly,
          trusted,
          discovery,
          files);
    }
  }
}
