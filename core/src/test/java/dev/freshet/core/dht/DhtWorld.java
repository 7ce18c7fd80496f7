package dev.freshet.core.dht;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.SecureId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/// Many nodes of a DHT in virtual time, at addresses all over the internet: honest ones, which are
/// the product's own, and [Liar]s. Datagrams take 10 to 150 ms, and every hundredth is lost.
final class DhtWorld {
  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;

  private sealed interface Happening {
    record Arrival(Endpoint from, Endpoint to, ByteBuffer bytes) implements Happening {}

    record Alarm(Resident resident) implements Happening {}
  }

  private record Due(long at, long order, Happening what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /// An honest node.
  static final class Resident {
    final Endpoint at;
    final Dht dht;
    final Outbox out = new Outbox();
    final List<DhtNews> news = new ArrayList<>();
    private long alarm = Long.MAX_VALUE;

    /// Questions of the search that is counted.
    private final Set<Opaque> questions = new LinkedHashSet<>();

    private int answers;

    /// Whom it has told, in the search that is counted, that it has something.
    private final Set<Endpoint> told = new LinkedHashSet<>();

    Resident(Endpoint at, Dht dht) {
      this.at = at;
      this.dht = dht;
    }

    int questions() {
      return questions.size();
    }

    int answers() {
      return answers;
    }

    Set<Endpoint> told() {
      return told;
    }
  }

  private final SplittableRandom random;
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final Map<Endpoint, Resident> residents = new LinkedHashMap<>();
  private final Map<Endpoint, Liar> liars = new LinkedHashMap<>();
  private final List<Contact> all = new ArrayList<>();
  private final Liar.Conspiracy conspiracy;
  private long now;
  private long order;
  private long sent;

  DhtWorld(long seed) {
    random = new SplittableRandom(seed);
    conspiracy = new Liar.Conspiracy(random.split());
  }

  /// So many nodes come, one each 100 ms, of which a share lies; then they settle for a while.
  void settle(int nodes, double lying, long settleNanos) {
    for (int i = 0; i < nodes; i++) {
      Endpoint at = freeAddress();
      if (i >= 8 && random.nextDouble() < lying) {
        enter(new Liar(at, conspiracy, random.split()));
      } else {
        enter(at);
      }
      run(SECOND / 10);
    }
    run(settleNanos);
  }

  /// From each of so many addresses of one network so many liars come, all with ids beside the
  /// target; gives the network.
  Subnet besiege(NodeId target, int addresses, int liarsEach) {
    IpAddress network = freeAddress().ip();
    for (int i = 0; i < addresses; i++) {
      byte[] ip = network.bytes();
      ip[3] = (byte) i;
      for (int j = 0; j < liarsEach; j++) {
        Endpoint at = new Endpoint(IpAddress.of(ip), 2000 + j);
        enter(Liar.sybil(at, target, conspiracy, random.split()));
      }
    }
    run(MINUTE);
    return Subnet.of(network);
  }

  /// A liar makes itself known, as anybody does.
  private void enter(Liar liar) {
    Contact self = liar.self();
    liars.put(self.at(), liar);
    conspiracy.joins(self);
    all.add(self);
    for (int i = 0; i < 20; i++) {
      Endpoint to = all.get(random.nextInt(all.size())).at();
      send(self.at(), to, liar.hello());
    }
  }

  private void enter(Endpoint at) {
    List<Contact> known = new ArrayList<>();
    for (int i = 0; i < Math.min(4, all.size()); i++) {
      known.add(all.get(random.nextInt(all.size())));
    }
    Dht dht =
        new Dht(
            DhtOptions.beginningAt(List.of()).withKnown(new KnownNodes(List.of(at.ip()), known)),
            at.port(),
            false,
            now,
            random.split());
    Resident resident = new Resident(at, dht);
    residents.put(at, resident);
    all.add(new Contact(dht.id(true), at));
    after(resident);
  }

  /// This share of all nodes is gone from one moment to the next, but for those kept.
  void kill(double share, Collection<Resident> kept) {
    residents.values().removeIf(each -> !kept.contains(each) && random.nextDouble() < share);
    liars.values().removeIf(_ -> random.nextDouble() < share);
  }

  List<Resident> residents() {
    return List.copyOf(residents.values());
  }

  long now() {
    return now;
  }

  long datagrams() {
    return sent;
  }

  Interest join(Resident resident, int torrent, NodeId name) {
    Interest interest =
        resident.dht.join(now, torrent, new InfoHashes(Hash.of(name.bytes()), null));
    resident.questions.clear();
    resident.answers = 0;
    resident.told.clear();
    after(resident);
    return interest;
  }

  // Time.

  void run(long nanos) {
    long until = now + nanos;
    while (!due.isEmpty() && due.peek().at <= until) {
      Due next = due.poll();
      now = Math.max(now, next.at);
      switch (next.what) {
        case Happening.Arrival(Endpoint from, Endpoint to, ByteBuffer bytes) ->
            arrive(from, to, bytes);
        case Happening.Alarm(Resident resident) -> {
          if (residents.get(resident.at) == resident && resident.alarm <= now) {
            after(resident);
          }
        }
      }
    }
    now = until;
  }

  private void arrive(Endpoint from, Endpoint to, ByteBuffer bytes) {
    Resident resident = residents.get(to);
    Liar liar = liars.get(to);
    if (resident != null) {
      count(resident, bytes);
      resident.dht.received(now, from, bytes, resident.out);
      after(resident);
    } else if (liar != null) {
      ByteBuffer answer = liar.heard(from, bytes);
      if (answer != null) {
        send(to, from, answer);
      }
    }
  }

  private static void count(Resident resident, ByteBuffer bytes) {
    if (!resident.questions.isEmpty()
        && KrpcDecoder.decode(bytes) instanceof Krpc krpc
        && !(krpc instanceof Krpc.Asked)
        && resident.questions.contains(krpc.transaction())) {
      resident.answers++;
    }
  }

  private void after(Resident resident) {
    resident.news.addAll(resident.dht.advance(now, resident.out));
    for (Effect effect : resident.out.drain()) {
      if (effect instanceof NetEffect.SendDatagram(Endpoint to, ByteBuffer bytes, boolean _)) {
        if (KrpcDecoder.decode(bytes)
            instanceof Krpc.Asked(Opaque transaction, _, _, Query query)) {
          switch (query) {
            case Query.GetPeers _ -> resident.questions.add(transaction);
            case Query.AnnouncePeer _ -> resident.told.add(to);
            default -> {}
          }
        }
        send(resident.at, to, bytes);
      }
    }
    long at = Math.max(now + 1, resident.dht.deadline());
    if (resident.dht.deadline() != Long.MAX_VALUE
        && (resident.alarm <= now || at < resident.alarm)) {
      resident.alarm = at;
      due.add(new Due(at, order++, new Happening.Alarm(resident)));
    }
  }

  private void send(Endpoint from, Endpoint to, ByteBuffer bytes) {
    sent++;
    if (random.nextInt(100) > 0) {
      long delay = random.nextLong(SECOND / 100, 15 * SECOND / 100);
      due.add(new Due(now + delay, order++, new Happening.Arrival(from, to, bytes)));
    }
  }

  private Endpoint freeAddress() {
    return address(random);
  }

  /// Some address of the internet.
  static Endpoint address(SplittableRandom random) {
    IpAddress ip = IpAddress.v4(random.nextInt());
    while (Subnet.isLocal(ip) || ip.isUnspecified() || ip.isMulticast() || ip.bytes()[0] == 0) {
      ip = IpAddress.v4(random.nextInt());
    }
    return new Endpoint(ip, random.nextInt(1024, 0x10000));
  }

  static NodeId idFor(Endpoint at, SplittableRandom random) {
    return SecureId.of(at.ip(), random);
  }
}
