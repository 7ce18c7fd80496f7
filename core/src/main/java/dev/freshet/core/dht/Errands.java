package dev.freshet.core.dht;

import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.Want;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lookups are sent for: what they ask on the way, what is made of the answers, and what is
/// left at the nodes that they find.
final class Errands {
  private final Transactions transactions;
  private int listenPort;

  /// @param listenPort where peers reach us; 0 if nowhere, and then nothing is announced
  Errands(Transactions transactions, int listenPort) {
    this.transactions = transactions;
    this.listenPort = listenPort;
  }

  /// Peers reach us here from now on.
  void reachedOn(int port) {
    listenPort = port;
  }

  static Query query(Lookup lookup, Want want) {
    return switch (lookup.purpose()) {
      case Purpose.Nodes() -> new Query.FindNode(lookup.target(), want);
      case Purpose.Peers _ -> new Query.GetPeers(lookup.target(), want, false, false);
      case Purpose.Fetch _, Purpose.Store _ -> new Query.Get(lookup.target(), want, -1);
    };
  }

  /// A node has answered on the way.
  void heard(Lookup lookup, Endpoint from, Answer answer, List<DhtNews> news) {
    switch (lookup.purpose()) {
      case Purpose.Peers(Interest interest) -> {
        List<Endpoint> peers =
            answer.values().stream().filter(peer -> Subnet.mayName(from.ip(), peer.ip())).toList();
        if (!peers.isEmpty()) {
          news.add(new DhtNews.PeersFound(interest.torrent(), peers));
        }
      }
      case Purpose.Fetch fetch -> {
        Item better = better(lookup.target(), fetch, answer.item());
        fetch.newest = better == null ? fetch.newest : better;
      }
      case Purpose.Nodes(), Purpose.Store _ -> {}
    }
  }

  /// This item, if it is what was looked for and newer than what is known.
  private static @Nullable Item better(NodeId target, Purpose.Fetch fetch, @Nullable Item item) {
    return switch (item) {
      case null -> null;
      case Item.Immutable immutable -> immutable.target().equals(target) ? immutable : null;
      case Item.Mutable unsalted -> {
        Item.Mutable mutable = unsalted.withSalt(fetch.salt);
        boolean newer =
            !(fetch.newest instanceof Item.Mutable known) || mutable.seq() > known.seq();
        yield newer && mutable.target().equals(target) && mutable.isGenuine() ? mutable : null;
      }
    };
  }

  /// A lookup has come to its end.
  void finish(long now, Lookup lookup, NodeId self, Outbox out, List<DhtNews> news) {
    switch (lookup.purpose()) {
      case Purpose.Nodes() -> {}
      case Purpose.Peers(Interest interest) -> {
        if (lookup.closest().isEmpty()) {
          interest.missed();
        }
        if (listenPort != 0 && interest.isHeld()) {
          for (Candidate node : lookup.closest()) {
            if (node.token != null) {
              Query query =
                  new Query.AnnouncePeer(
                      lookup.target(), listenPort, false, node.token, interest.seed());
              store(now, node, query, null, self, out);
            }
          }
        }
      }
      case Purpose.Fetch fetch -> news.add(new DhtNews.Fetched(fetch.request, fetch.newest));
      case Purpose.Store(long request, Item item) -> {
        Pending.Tally tally = new Pending.Tally(request);
        for (Candidate node : lookup.closest()) {
          Opaque token = node.token;
          if (token != null) {
            tally.waiting++;
            store(now, node, new Query.Put(token, item, -1), tally, self, out);
          }
        }
        if (tally.waiting == 0) {
          news.add(new DhtNews.Stored(request, 0));
        }
      }
    }
  }

  private void store(
      long now,
      Candidate node,
      Query query,
      Pending.@Nullable Tally tally,
      NodeId self,
      Outbox out) {
    var why = new Pending.Reason.Storing(tally);
    Pending question =
        new Pending(new Destination.At(node.contact.at()), node.contact.id(), now, why);
    transactions.ask(self, query, question, out);
  }

  /// A node was asked to store something: has it?
  static void stored(Pending.@Nullable Tally tally, boolean done, List<DhtNews> news) {
    if (tally != null) {
      tally.waiting--;
      tally.stored += done ? 1 : 0;
      if (tally.waiting == 0) {
        news.add(new DhtNews.Stored(tally.request, tally.stored));
      }
    }
  }
}
