package dev.freshet.engine;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One torrent of an [Engine]. Everything here may be called from any thread and returns at once;
/// futures complete on threads of their own, never on the engine's. A future that cannot come true
/// any more fails with an [EngineException]; whatever else is asked of a torrent that was removed,
/// or after the engine has ended, is passed over in silence, and the status stays as it was last.
public final class Torrent {
  private final int number;
  private final Engine engine;
  private final CompletableFuture<Info> metadata = new CompletableFuture<>();
  private final CompletableFuture<TorrentStatus> completion = new CompletableFuture<>();
  private final CompletableFuture<Void> goal = new CompletableFuture<>();
  private final CompletableFuture<Void> removal = new CompletableFuture<>();
  private final AtomicBoolean removing = new AtomicBoolean();
  private final Path folder;
  private final FileSelection files;
  private volatile TorrentStatus status;
  private volatile @Nullable Path path;

  Torrent(int number, Engine engine, Path folder, FileSelection files, TorrentStatus first) {
    this.number = number;
    this.engine = engine;
    this.folder = folder;
    this.files = files;
    this.status = first;
  }

  /// The number by which events speak of it, see [Event.TorrentEvent#torrent]: no other torrent of
  /// the same engine ever has it.
  public int number() {
    return number;
  }

  /// Its info-hashes; for a magnet link those of the link, until the metadata is here.
  public InfoHashes hashes() {
    return status.hashes();
  }

  /// How it stood a moment ago; about a second old at most while anything changes.
  public TorrentStatus status() {
    return status;
  }

  /// Where its data is put: the file, or the folder that all its files are in; null until the
  /// metadata is here. It lies in the folder of the options, whatever the torrent is called: what
  /// no file system would take for a plain name is made one. Just data that is there already and is
  /// only read may have another name, the exact one of the torrent.
  public @Nullable Path path() {
    return path;
  }

  /// What the torrent is: at once if it was added with its metainfo, else when peers have told. If
  /// that turns out to be of no use, it fails with [EngineException.Code#UNUSABLE], as does the
  /// rest but for the removal; the torrent stays until it is removed.
  public CompletableFuture<Info> metadata() {
    return promise(metadata);
  }

  /// Comes true when every piece of the wanted files is verified and written, with the status then.
  public CompletableFuture<TorrentStatus> completion() {
    return promise(completion);
  }

  /// Comes true when the [dev.freshet.core.api.SeedGoal] of its options is reached.
  public CompletableFuture<Void> goalReached() {
    return promise(goal);
  }

  /// Leaves the swarm for a while.
  public void pause() {
    engine.ask(new Command.Pause(number));
  }

  /// Comes back to it.
  public void resume() {
    engine.ask(new Command.Resume(number));
  }

  /// Checks all data again.
  public void recheck() {
    engine.ask(new Command.Recheck(number));
  }

  /// Tells it of peers to try.
  public void addPeers(List<Endpoint> peers) {
    engine.ask(new Command.AddPeers(number, peers));
  }

  /// Adds a tracker to those that are asked, as a tier of its own, for as long as the torrent is
  /// here; nothing happens if it is known already. What is no announce URL (http, https or udp) is
  /// shown as such by the status.
  public void addTracker(String url) {
    engine.ask(new Command.AddTracker(number, url));
  }

  /// Sets its own limits, within those of the engine.
  public void limit(RateLimits limits) {
    engine.ask(new Command.LimitTorrent(number, limits));
  }

  /// Leaves the swarm and forgets the torrent. Comes true when the files are closed. Asked again,
  /// it is the first answer; asked after the engine was closed, it fails, and no file is deleted.
  ///
  /// @param deleteData whether its files go too, those that are not wanted as well; never with
  ///   [dev.freshet.core.api.TorrentOptions#readOnly]
  public CompletableFuture<Void> remove(boolean deleteData) {
    EngineException late = engine.remove(this, deleteData);
    if (late != null) {
      removal.completeExceptionally(late);
    }
    return promise(removal);
  }

  /// Listens to this torrent's events, in the manner of [Engine#listen].
  public Subscription listen(Consumer<? super Event.TorrentEvent> listener) {
    Objects.requireNonNull(listener, "listener");
    return engine.listen(event -> {
      if (event instanceof Event.TorrentEvent own && own.torrent() == number) {
        listener.accept(own);
      }
    });
  }

  @Override
  public String toString() {
    return status.name() + " (" + status.hashes() + ")";
  }

  /// What the node says of it. On the loop's thread.
  void told(Event.TorrentEvent event) {
    switch (event) {
      case Event.StatusChanged changed -> status = changed.status();
      case Event.MetadataReceived(_, Info info) -> known(info);
      case Event.MetadataUnusable(_, String reason) ->
          failTheRest(
              new EngineException(
                  EngineException.Code.UNUSABLE, this + " is of no use: " + reason));
      case Event.Completed _ -> completion.complete(status);
      case Event.GoalReached _ -> goal.complete(null);
      case Event.Removed _ -> gone();
      case Event.PhaseChanged(_, Phase phase) -> status = Standing.in(phase, status);
      case Event.PieceCompleted _,
          Event.PeerConnected _,
          Event.PeerDisconnected _,
          Event.PeerBanned _,
          Event.TrackerAnswered _,
          Event.TrackerFailed _,
          Event.DiskTrouble _,
          Event.DiskRecovered _ -> {}
    }
  }

  /// It was removed, or the engine was closed, which ends all torrents.
  private void gone() {
    status = Standing.in(Phase.STOPPING, status);
    if (removing.get()) {
      removal.complete(null);
      fail(new EngineException(EngineException.Code.REMOVED, this + " was removed before that"));
    } else {
      fail(Engine.closed());
    }
  }

  /// Notes that it is to be removed; false if that was so already.
  boolean leaves() {
    return removing.compareAndSet(false, true);
  }

  /// The metainfo is here.
  void known(Info info) {
    path = folder.resolve(Storage.topName(info));
    status = Standing.known(info, files, status);
    metadata.complete(info);
  }

  /// What has not come true never will.
  void fail(EngineException reason) {
    failTheRest(reason);
    removal.completeExceptionally(reason);
  }

  private void failTheRest(EngineException reason) {
    metadata.completeExceptionally(reason);
    completion.completeExceptionally(reason);
    goal.completeExceptionally(reason);
  }

  /// The caller's own future: what hangs on it runs on a thread of its own, and completing it from
  /// outside changes nothing here.
  private static <T> CompletableFuture<T> promise(CompletableFuture<T> kept) {
    return kept.isDone()
        ? kept.copy()
        : kept.whenCompleteAsync((_, _) -> {}, Thread::startVirtualThread);
  }
}
