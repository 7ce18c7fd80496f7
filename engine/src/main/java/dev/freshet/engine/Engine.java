package dev.freshet.engine;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.net.NetLoop;
import dev.freshet.net.NetOptions;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One participant in any number of swarms, to be embedded in any program: it opens a port, moves
/// bytes between peers and disk on threads of its own, and tells what happens. Nothing about it is
/// static, so a process may have several. All methods may be called from any thread.
///
/// ```java
/// try (Engine engine = Engine.open(EngineOptions.defaults())) {
///   Torrent torrent = engine.add(metainfo, TorrentOptions.in("downloads"));
///   torrent.completion().join();
/// }
/// ```
public final class Engine implements AutoCloseable {
  /// How long threads get to end when they are no longer asked but told.
  private static final Duration HARD_CLOSE = Duration.ofSeconds(5);

  /// Connections beyond the node's own limit that the network takes, for the node to turn away.
  private static final int SPARE_CONNECTIONS = 64;

  private final EngineOptions options;
  private final int port;
  private final ItemWishes wishes = new ItemWishes();
  private final Roster roster = new Roster();
  private final Delivery delivery = new Delivery();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final DhtFile known;
  private final Loop loop;
  private final Thread thread;

  /// Held where it matters whether the end was asked for before or after something else.
  private final ReentrantLock ending = new ReentrantLock();

  /// Why nothing more can be asked; null while it can.
  private final AtomicReference<@Nullable EngineException> over = new AtomicReference<>();

  Engine(
      EngineOptions options,
      NetLoop net,
      Mind mind,
      Function<Consumer<DiskInput>, DiskShell> openDisk) {
    this.options = options;
    port = net.port();
    known = new DhtFile(options.stateDirectory());
    loop = new Loop(mind, net, openDisk, this::told);
    thread = Thread.ofPlatform().name("freshet-engine-" + port).daemon().unstarted(this::run);
  }

  /// Opens the port and starts the threads; the first torrent may be added at once.
  ///
  /// @throws IOException if it cannot, in one sentence for people, such as "port 6881 is in use by
  ///   another program"
  public static Engine open(EngineOptions options) throws IOException {
    NetLoop net = NetLoop.open(netOptions(options));
    boolean opened = false;
    try {
      Engine engine = on(net, options);
      opened = true;
      return engine.start();
    } finally {
      if (!opened) {
        net.close();
      }
    }
  }

  private static Engine on(NetLoop net, EngineOptions options) throws IOException {
    // with the port, for engines opened with the same options must not take each other for
    // themselves: the peer id is drawn from this too
    long seed = options.seed() + net.port();
    NodeOptions nodeOptions = nodeOptions(options, net);
    Node node = new Node(nodeOptions, new SplittableRandom(seed));
    Mind mind;
    try {
      mind =
          new RecordedMind(
              node::step, nodeOptions, seed, options.stateDirectory(), options.recording());
    } catch (IOException e) {
      throw new IOException("cannot record into " + options.recording(), e);
    }
    return new Engine(options, net, mind, answers -> new RealDiskShell(options, answers));
  }

  private static NodeOptions nodeOptions(EngineOptions options, NetLoop net) {
    NodeOptions usual = NodeOptions.defaults();
    DhtOptions dht = options.reach().dht();
    if (dht.on() && dht.keep()) {
      dht = dht.withKnown(new DhtFile(options.stateDirectory()).read());
    }
    NodeOptions node =
        new NodeOptions(
                net.port(),
                options.limits(),
                options.maxConnections(),
                Math.min(options.maxConnections(), usual.maxConnectionsPerTorrent()),
                Math.min(options.maxConnections(), usual.maxHalfOpen()),
                usual.uploadSlots(),
                options.writeBudgetBytes(),
                options.reach().encryption())
            .withTransports(options.reach().transports())
            .withDht(dht, net.udpPort())
            .withMapPorts(options.reach().mapPorts())
            .withWatchAddresses(true);
    Proxy proxy = options.reach().proxy();
    return proxy == null
        ? node
        : node.withDatagrams(proxy.relays() ? Datagrams.RELAYED : Datagrams.NONE);
  }

  static NetOptions netOptions(EngineOptions options) {
    return NetOptions.defaults()
        .withPort(options.port())
        .withBind(options.bind())
        .withProxy(options.reach().proxy())
        .withMaxConnections(options.maxConnections() + SPARE_CONNECTIONS);
  }

  Engine start() {
    delivery.start();
    thread.start();
    return this;
  }

  private void run() {
    EngineException fault = loop.run();
    over.compareAndSet(null, fault == null ? closed() : fault);
    loop.close();
    EngineException reason = fault == null ? closed() : fault;
    roster.all().forEach(torrent -> torrent.fail(reason));
    wishes.fail(reason);
    if (fault == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(fault);
    }
  }

  static EngineException closed() {
    return new EngineException(EngineException.Code.CLOSED, "the engine is closed");
  }

  /// The TCP port that peers reach us on.
  public int port() {
    return port;
  }

  /// Takes part in the swarm of this torrent.
  ///
  /// @throws EngineException if a torrent with one of its info-hashes is here already, or the
  ///   engine has ended
  /// @throws IllegalArgumentException if a rule of the wanted files names none of its files; with a
  ///   magnet link that can only be said later, by [Torrent#metadata]; or if the directory is no
  ///   path of this system
  public Torrent add(Metainfo metainfo, TorrentOptions torrentOptions) {
    checkRunning();
    String problem = torrentOptions.files().problem(metainfo.info());
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    TorrentStatus first = Standing.first(metainfo.info(), torrentOptions);
    Path folder = Path.of(torrentOptions.directory());
    Torrent torrent =
        roster.enter(
            metainfo.info().hashes(),
            number -> new Torrent(number, this, folder, torrentOptions.files(), first));
    torrent.known(metainfo.info());
    return begin(torrent, new Command.AddTorrent(torrent.number(), metainfo, torrentOptions));
  }

  /// Takes part in the swarm that this link names; its peers tell what the torrent is.
  ///
  /// @throws EngineException if a torrent with one of its info-hashes is here already, or the
  ///   engine has ended
  /// @throws IllegalArgumentException if the directory is no path of this system
  public Torrent add(Magnet magnet, TorrentOptions torrentOptions) {
    checkRunning();
    FileSelection files = torrentOptions.withFilesOf(magnet).files();
    TorrentStatus first = Standing.first(magnet, torrentOptions);
    Path folder = Path.of(torrentOptions.directory());
    Torrent torrent =
        roster.enter(magnet.hashes(), number -> new Torrent(number, this, folder, files, first));
    return begin(torrent, new Command.AddMagnet(torrent.number(), magnet, torrentOptions));
  }

  private Torrent begin(Torrent torrent, Command command) {
    ask(command);
    EngineException reason = over.get();
    if (reason != null) {
      // it ended while we were adding, perhaps without having seen this torrent
      torrent.fail(reason);
    }
    return torrent;
  }

  private void checkRunning() {
    EngineException reason = over.get();
    if (reason != null) {
      throw new EngineException(reason.code(), String.valueOf(reason.getMessage()), reason);
    }
  }

  /// The torrents that are here, in the order that they were added.
  public List<Torrent> torrents() {
    return roster.all();
  }

  /// Sets the limits for all torrents together.
  public void limit(RateLimits limits) {
    ask(new Command.LimitNode(limits));
  }

  /// Fetches what is stored in the DHT under this key (BEP 44): the item, checked, or null if none
  /// was found, as without a DHT.
  ///
  /// @param salt of a mutable item; [Opaque#NONE] for others
  public CompletableFuture<@Nullable Item> fetchItem(NodeId target, Opaque salt) {
    checkRunning();
    CompletableFuture<@Nullable Item> fetch = wishes.fetch(target, salt, this::ask);
    failIfOver();
    return fetch;
  }

  /// Stores an item in the DHT (BEP 44), where it is kept for two hours: how many nodes have it,
  /// none without a DHT.
  public CompletableFuture<Integer> storeItem(Item item) {
    checkRunning();
    CompletableFuture<Integer> put = wishes.store(item, this::ask);
    failIfOver();
    return put;
  }

  /// It may have ended while we were asking.
  private void failIfOver() {
    EngineException reason = over.get();
    if (reason != null) {
      wishes.fail(reason);
    }
  }

  /// Tells `listener` of everything that happens from now on, one event at a time and in order, on
  /// a thread that is there for listeners only: one that takes long delays other listeners, nothing
  /// else. If they fall behind, of each torrent's status only the newest waits, and while more than
  /// 16,384 events wait, new ones of finished pieces, of peers and of trackers are dropped; what
  /// changes a torrent's course is never dropped. A listener's exception or error is logged and
  /// forgotten.
  public Subscription listen(Consumer<? super Event> listener) {
    return delivery.add(listener);
  }

  /// Comes true when the engine has ended because it was closed, fails if a fault of its own ended
  /// it.
  public CompletableFuture<Void> ended() {
    return end.isDone()
        ? end.copy()
        : end.whenCompleteAsync((_, _) -> {}, Thread::startVirtualThread);
  }

  /// Asks the node for something; in vain, without a word, once the engine has ended.
  void ask(Command command) {
    loop.post(new Input.Asked(command));
  }

  /// Has this torrent removed, unless the engine ends before.
  ///
  /// @return why it can no longer be asked for; null if it was
  @Nullable EngineException remove(Torrent torrent, boolean deleteData) {
    ending.lock();
    try {
      EngineException reason = over.get();
      if (reason == null && torrent.leaves()) {
        ask(new Command.Remove(torrent.number(), deleteData));
      }
      return reason;
    } finally {
      ending.unlock();
    }
  }

  /// What the node tells. On the loop's thread.
  private void told(Event event) {
    if (event instanceof Event.TorrentEvent about) {
      Torrent torrent = roster.torrent(about.torrent());
      if (torrent != null) {
        // first, so that who waits for the torrent to be gone may add it again
        keepRoster(torrent, about);
        torrent.told(about);
      }
    }
    if (event instanceof Event.DhtKnown(KnownNodes nodes)) {
      known.write(nodes);
    }
    wishes.told(event);
    delivery.tell(event);
  }

  private void keepRoster(Torrent torrent, Event.TorrentEvent about) {
    if (about instanceof Event.MetadataReceived known) {
      roster.name(torrent, known.info().hashes());
    } else if (about instanceof Event.Removed) {
      roster.leave(torrent);
    }
  }

  /// Leaves all swarms, closes all files and ends all threads. Torrents get the options' time-out
  /// to say goodbye; after that it is done without. Closing again waits for the same end. Who is
  /// interrupted waits too, and is so afterwards. From a listener it may be called too: then that
  /// listener's thread ends after the call.
  @Override
  public void close() {
    ending.lock();
    try {
      if (over.compareAndSet(null, closed())) {
        ask(new Command.Stop());
      }
    } finally {
      ending.unlock();
    }
    if (!Joining.join(thread, options.closeTimeout())) {
      loop.halt();
      Joining.join(thread, HARD_CLOSE);
    }
    delivery.end(HARD_CLOSE);
  }
}
