package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.SecureId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The nodes that we know of one family, many of those near us and few of those far away (BEP 5).
///
/// *Theory of operation.* Bucket `i` has those that share `i` bits with our id, the last one all
/// that share more; it splits when it is full. Only a node that has answered us gets in, since
/// anybody can write any address into a datagram; only one of each subnet, and one whose id follows
/// from its address (BEP 42) is preferred, so that nobody can be most of our neighbours. Who is
/// good stays: what has been there for long is likely to stay for longer (Kademlia). The first
/// buckets, half and a quarter of the space, are larger, which saves a step of nearly every lookup.
/// Beside each bucket some wait for a place.
final class RoutingTable {
  /// Nodes in a bucket, and in an answer (BEP 5).
  static final int K = 8;

  private static final int FIRST_BUCKET = 64;
  private static final int MAX_FAILURES = 3;

  /// What we know of one node.
  static final class Entry {
    final Contact contact;
    final boolean fits;

    /// When it answered last, and when we asked last whether it is still there.
    long heardAt;

    long askedAt;

    /// Questions in a row that it has not answered.
    int failures;

    private Entry(Contact contact, long now) {
      this.contact = contact;
      this.fits = SecureId.fits(contact.id(), contact.at().ip());
      this.heardAt = now;
      this.askedAt = now;
    }
  }

  private static final class Bucket {
    final List<Entry> entries = new ArrayList<>();
    final List<Entry> waiting = new ArrayList<>();
    long changedAt;
  }

  private final List<Bucket> buckets = new ArrayList<>();
  private final Map<Subnet, NodeId> subnets = new LinkedHashMap<>();
  private NodeId self;

  RoutingTable(NodeId self, long now) {
    this.self = self;
    clear(now);
  }

  private void clear(long now) {
    buckets.clear();
    subnets.clear();
    buckets.add(new Bucket());
    buckets.getFirst().changedAt = now;
  }

  NodeId self() {
    return self;
  }

  /// We are called something else from now on.
  void rename(NodeId id, long now) {
    List<Entry> all = all();
    self = id;
    clear(now);
    for (Entry entry : all) {
      heard(entry.contact, entry.heardAt);
    }
  }

  // What is learned.

  /// This node has answered.
  void heard(Contact contact, long now) {
    if (contact.id().equals(self)) {
      return;
    }
    int index = index(contact.id());
    Entry known = find(buckets.get(index).entries, contact.id());
    if (known != null && !known.contact.at().equals(contact.at())) {
      if (known.failures == 0) {
        // somebody else under a name that is taken
        return;
      }
      remove(buckets.get(index), known);
      known = null;
    }
    if (known != null) {
      known.heardAt = now;
      known.failures = 0;
      buckets.get(index).changedAt = now;
      return;
    }
    Subnet subnet = Subnet.of(contact.at().ip());
    if (Subnet.isLocal(contact.at().ip()) || !subnets.containsKey(subnet)) {
      add(new Entry(contact, now), now);
    }
  }

  private void add(Entry entry, long now) {
    int index = index(entry.contact.id());
    Bucket bucket = buckets.get(index);
    while (bucket.entries.size() >= room(index) && index == buckets.size() - 1 && split(now)) {
      index = index(entry.contact.id());
      bucket = buckets.get(index);
    }
    if (bucket.entries.size() >= room(index)) {
      Entry worst = worst(bucket, entry.fits);
      if (worst == null) {
        bucket.waiting.removeIf(each -> each.contact.id().equals(entry.contact.id()));
        bucket.waiting.add(entry);
        if (bucket.waiting.size() > K) {
          bucket.waiting.removeFirst();
        }
        return;
      }
      remove(bucket, worst);
    }
    bucket.entries.add(entry);
    bucket.changedAt = now;
    if (!Subnet.isLocal(entry.contact.at().ip())) {
      subnets.put(Subnet.of(entry.contact.at().ip()), entry.contact.id());
    }
  }

  /// Whose place another may have: one that fails, or whose id is none that its address allows if
  /// that of the other is.
  private static @Nullable Entry worst(Bucket bucket, boolean otherFits) {
    Entry worst = null;
    for (Entry entry : bucket.entries) {
      if (entry.failures > (worst == null ? 0 : worst.failures)) {
        worst = entry;
      }
    }
    for (Entry entry : bucket.entries) {
      if (worst == null && otherFits && !entry.fits) {
        worst = entry;
      }
    }
    return worst;
  }

  private boolean split(long now) {
    if (buckets.size() >= NodeId.BITS) {
      return false;
    }
    Bucket near = new Bucket();
    near.changedAt = now;
    Bucket last = buckets.getLast();
    int shared = buckets.size();
    buckets.add(near);
    last.entries.removeIf(entry -> moves(entry, shared, near.entries));
    last.waiting.removeIf(entry -> moves(entry, shared, near.waiting));
    return true;
  }

  private boolean moves(Entry entry, int shared, List<Entry> to) {
    return self.sharedBits(entry.contact.id()) >= shared && to.add(entry);
  }

  /// This node has not answered. It loses its place at once if another waits for it.
  void failed(Contact contact) {
    Bucket bucket = buckets.get(index(contact.id()));
    Entry entry = find(bucket.entries, contact.id());
    if (entry == null || !entry.contact.at().equals(contact.at())) {
      return;
    }
    entry.failures++;
    if (entry.failures >= MAX_FAILURES || !bucket.waiting.isEmpty()) {
      remove(bucket, entry);
      if (!bucket.waiting.isEmpty()) {
        Entry next = bucket.waiting.removeLast();
        heard(next.contact, next.heardAt);
      }
    }
  }

  private void remove(Bucket bucket, Entry entry) {
    bucket.entries.remove(entry);
    subnets.remove(Subnet.of(entry.contact.at().ip()), entry.contact.id());
  }

  // What is asked.

  /// Whether a node with this id that asks us might become one of ours.
  boolean wants(NodeId id, Endpoint at) {
    int index = index(id);
    Bucket bucket = buckets.get(index);
    boolean room = bucket.entries.size() < room(index) || index == buckets.size() - 1;
    return !id.equals(self)
        && find(bucket.entries, id) == null
        && (Subnet.isLocal(at.ip()) || !subnets.containsKey(Subnet.of(at.ip())))
        && (room || worst(bucket, SecureId.fits(id, at.ip())) != null);
  }

  /// At most so many of those closest to this id, the closest first; those that have not answered
  /// lately are left out.
  List<Contact> closest(NodeId target, int most) {
    List<Contact> found = new ArrayList<>();
    int own = index(target);
    collect(buckets.get(own), found);
    if (found.size() < most) {
      // they all share as many bits with the target as we do
      buckets.subList(own + 1, buckets.size()).forEach(bucket -> collect(bucket, found));
    }
    for (int i = own - 1; i >= 0 && found.size() < most; i--) {
      collect(buckets.get(i), found);
    }
    var nearest = target.byDistance();
    found.sort((a, b) -> nearest.compare(a.id(), b.id()));
    return found.subList(0, Math.min(most, found.size()));
  }

  /// How far from us the last of the [#K] closest is, which tells about how dense the DHT is;
  /// infinite while fewer are known.
  double spacing() {
    List<Contact> near = closest(self, K);
    return near.size() < K
        ? Double.POSITIVE_INFINITY
        : self.distance(near.getLast().id()).toDouble();
  }

  private static void collect(Bucket bucket, List<Contact> to) {
    for (Entry entry : bucket.entries) {
      if (entry.failures == 0) {
        to.add(entry.contact);
      }
    }
  }

  /// The node that has been silent for longest of those to be asked whether they are there: not
  /// heard since `before`, and not asked since either, or not since `again` if it has failed to
  /// answer; null if there is none.
  @Nullable Entry quiet(long before, long again) {
    Entry quiet = null;
    for (Bucket bucket : buckets) {
      for (Entry entry : bucket.entries) {
        if (entry.heardAt - before < 0
            && entry.askedAt - (entry.failures > 0 ? again : before) < 0
            && (quiet == null || entry.heardAt < quiet.heardAt)) {
          quiet = entry;
        }
      }
    }
    return quiet;
  }

  /// An id in a bucket in which nothing has changed since `before`, which counts as changed now;
  /// null if there is none.
  @Nullable NodeId stale(long before, long now, RandomGenerator random) {
    for (int i = 0; i < buckets.size(); i++) {
      if (buckets.get(i).changedAt - before < 0) {
        buckets.get(i).changedAt = now;
        return i == buckets.size() - 1 ? self : self.sharing(i, random);
      }
    }
    return null;
  }

  /// How many nodes there are.
  int size() {
    int size = 0;
    for (Bucket bucket : buckets) {
      size += bucket.entries.size();
    }
    return size;
  }

  /// All of them.
  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    buckets.forEach(bucket -> all.addAll(bucket.entries));
    return all;
  }

  private int index(NodeId id) {
    return Math.min(self.sharedBits(id), buckets.size() - 1);
  }

  private static int room(int bucket) {
    return Math.max(K, bucket < 4 ? FIRST_BUCKET >> bucket : K);
  }

  private static @Nullable Entry find(List<Entry> entries, NodeId id) {
    for (Entry entry : entries) {
      if (entry.contact.id().equals(id)) {
        return entry;
      }
    }
    return null;
  }
}
