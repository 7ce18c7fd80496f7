package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.magnet.Magnet;
import java.util.List;

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
/// @param paused whether to wait for [Command.Resume]
/// @param readOnly whether to seed without ever writing below `directory`
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
    return new TorrentOptions(
        directory,
        newPeers,
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

  /// The same with these trackers beside the metainfo's own.
  public TorrentOptions withExtraTrackers(List<String> urls) {
    return new TorrentOptions(
        directory, peers, urls, limits, goal, superSeed, allocate, paused, readOnly, trusted,
        discovery, files);
  }

  /// The same with these limits.
  public TorrentOptions withLimits(RateLimits newLimits) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        newLimits,
        goal,
        superSeed,
        allocate,
        paused,
        readOnly,
        trusted,
        discovery,
        files);
  }

  /// The same with this goal.
  public TorrentOptions withGoal(SeedGoal newGoal) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        limits,
        newGoal,
        superSeed,
        allocate,
        paused,
        readOnly,
        trusted,
        discovery,
        files);
  }

  /// The same with super-seeding on or off.
  public TorrentOptions withSuperSeed(boolean on) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        limits,
        goal,
        on,
        allocate,
        paused,
        readOnly,
        trusted,
        discovery,
        files);
  }

  /// The same with space reserved at once or not.
  public TorrentOptions withAllocate(boolean on) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        limits,
        goal,
        superSeed,
        on,
        paused,
        readOnly,
        trusted,
        discovery,
        files);
  }

  /// The same, paused or not.
  public TorrentOptions withPaused(boolean on) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        limits,
        goal,
        superSeed,
        allocate,
        on,
        readOnly,
        trusted,
        discovery,
        files);
  }

  /// The same, never writing or free to write.
  public TorrentOptions withReadOnly(boolean on) {
    return new TorrentOptions(
        directory,
        peers,
        extraTrackers,
        limits,
        goal,
        superSeed,
        allocate,
        paused,
        on,
        trusted,
        discovery,
        files);
  }

  /// The same, with the data vouched for or not.
  public TorrentOptions withTrusted(boolean on) {
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
        on,
        discovery,
        files);
  }

  /// The same, finding peers like this.
  public TorrentOptions withDiscovery(Discovery ways) {
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
        ways,
        files);
  }

  /// The same with these files wanted.
  public TorrentOptions withFiles(FileSelection wanted) {
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
        wanted);
  }

  /// The same; if all files are wanted, with those that this link names (BEP 53).
  public TorrentOptions withFilesOf(Magnet magnet) {
    return files.isAll() ? withFiles(FileSelection.of(magnet)) : this;
  }
}
