package dev.freshet.core.dht;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.rate.TokenBucket;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.dht.KrpcError;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.Want;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Answers what other nodes ask, from what they have stored with us and from our tables.
///
/// Everybody may ask, and write another's address as the sender. So a stranger gets at most three
/// times what it sent ([Proofs]): what is more is left out, or, where peers or an item would have
/// to be, waits until the asker has answered a ping. All answers together keep to a rate.
final class Responder {
  /// The longest answer, so that no datagram is taken apart on its way.
  static final int MAX_ANSWER = 1400;

  /// BEP 5 has nothing to say; so many fit beside the nodes.
  private static final int MAX_VALUES = 50;

  /// Bytes a second of answers, over both families.
  private static final long MAX_RATE = 16_000;

  private final Overlay v4;
  private final Overlay v6;
  private final Proofs proofs;
  private final Tokens tokens;
  private final PeerStore peers;
  private final ItemStore items = new ItemStore();
  private final Senders senders = new Senders();
  private final TokenBucket rate;
  private long dropped;

  Responder(Overlay v4, Overlay v6, Proofs proofs, long now, RandomGenerator random) {
    this.v4 = v4;
    this.v6 = v6;
    this.proofs = proofs;
    this.tokens = new Tokens(now, random);
    this.peers = new PeerStore(random);
    this.rate = new TokenBucket(MAX_RATE, now);
  }

  /// Whether there is anything left of what may be answered now; if not, a question need not be
  /// read.
  boolean hasTime(long now) {
    boolean yes = rate.available(now) > 0;
    dropped += yes ? 0 : 1;
    return yes;
  }

  /// Whether to listen to this address at all now.
  boolean admits(long now, Endpoint from) {
    if (!hasTime(now)) {
      return false;
    }
    boolean yes = senders.admits(now, from.ip());
    dropped += yes ? 0 : 1;
    return yes;
  }

  /// How many questions were not listened to.
  long dropped() {
    return dropped;
  }

  /// Says why a question cannot be answered.
  void refuse(long now, Endpoint from, Krpc.Misasked asked, Outbox out) {
    Krpc no = new Krpc.Refused(asked.transaction(), asked.error().code(), asked.reason());
    send(now, from, KrpcEncoder.encode(no), out);
  }

  /// Answers a question that came in so many bytes.
  void answer(long now, Endpoint from, Krpc.Asked asked, int length, Outbox out) {
    boolean inV4 = from.ip().isV4();
    Overlay overlay = inV4 ? v4 : v6;
    NodeId self = overlay.table().self();
    Opaque transaction = asked.transaction();
    switch (asked.query()) {
      case Query.Ping() -> done(now, from, asked, self, out);
      case Query.AnnouncePeer(
              NodeId hash,
              int port,
              boolean implied,
              Opaque token,
              boolean seed) -> {
        if (shown(now, from, token)) {
          Endpoint peer = new Endpoint(from.ip(), implied ? from.port() : port);
          peers.announce(now, hash, peer, seed);
          done(now, from, asked, self, out);
        } else {
          refuse(now, from, badToken(transaction), out);
        }
      }
      case Query.Put(Opaque token, Item item, long expected) -> {
        KrpcError error =
            shown(now, from, token) ? items.put(now, item, expected, self) : KrpcError.PROTOCOL;
        if (error == null) {
          done(now, from, asked, self, out);
        } else {
          refuse(now, from, new Krpc.Misasked(transaction, error, "not stored"), out);
        }
      }
      case Query.FindNode(NodeId target, Want want) ->
          send(now, from, asked, nodes(target, want, inV4), false, length, out);
      case Query.GetPeers(NodeId hash, Want want, boolean noSeeds, boolean scrape) -> {
        Answer answer =
            nodes(hash, want, inV4)
                .withValues(peers.peers(now, hash, inV4, noSeeds, MAX_VALUES))
                .withScrape(scrape ? peers.scrape(now, hash) : null);
        if (peers.hasRoom(hash)) {
          answer = answer.withToken(tokens.of(now, from.ip()));
        }
        boolean rich = !answer.values().isEmpty() || answer.scrape() != null;
        send(now, from, asked, answer, rich, length, out);
      }
      case Query.Get(NodeId target, Want want, long newerThan) -> {
        Item item = items.get(now, target);
        long seq = item instanceof Item.Mutable mutable ? mutable.seq() : -1;
        boolean news = item instanceof Item.Immutable || seq > newerThan;
        Answer answer =
            nodes(target, want, inV4)
                .withToken(tokens.of(now, from.ip()))
                .withItem(news ? item : null, seq);
        send(now, from, asked, answer, answer.item() != null, length, out);
      }
      case Query.SampleInfoHashes(NodeId target, Want want) ->
          send(
              now,
              from,
              asked,
              nodes(target, want, inV4).withSamples(peers.samples(now)),
              true,
              length,
              out);
    }
  }

  /// Whether the token is that of the asker, which has then shown that it gets what we send.
  private boolean shown(long now, Endpoint from, Opaque token) {
    boolean good = tokens.isGood(now, from.ip(), token);
    if (good) {
      proofs.add(now, from);
    }
    return good;
  }

  private static Krpc.Misasked badToken(Opaque transaction) {
    return new Krpc.Misasked(transaction, KrpcError.PROTOCOL, "bad token");
  }

  private Answer nodes(NodeId target, Want want, boolean inV4) {
    List<Contact> nodes = new ArrayList<>();
    if (want.isSaid() ? want.v4() : inV4) {
      nodes.addAll(v4.table().closest(target, RoutingTable.K));
    }
    if (want.isSaid() ? want.v6() : !inV4) {
      nodes.addAll(v6.table().closest(target, RoutingTable.K));
    }
    return Answer.DONE.withNodes(nodes);
  }

  private void done(long now, Endpoint from, Krpc.Asked asked, NodeId self, Outbox out) {
    Krpc yes = new Krpc.Answered(asked.transaction(), self, Answer.DONE, from);
    send(now, from, KrpcEncoder.encode(yes), out);
  }

  /// Sends the answer, or as much of it as may be sent to this address.
  ///
  /// @param rich whether what is not nodes is worth asking first whether the asker is there
  private void send(
      long now,
      Endpoint from,
      Krpc.Asked asked,
      Answer answer,
      boolean rich,
      int length,
      Outbox out) {
    Overlay overlay = from.ip().isV4() ? v4 : v6;
    NodeId self = overlay.table().self();
    int most = proofs.most(now, from, length);
    ByteBuffer all = fitted(asked, answer, self, from, MAX_ANSWER);
    if (all.remaining() <= most) {
      send(now, from, all, out);
    } else if (rich && !asked.readOnly() && overlay.prove(now, asked.from(), from, all, out)) {
      // not the answer, or strangers who never show themselves would use up the rate with what is
      // never sent
      rate.take(now, length);
    } else {
      send(now, from, fitted(asked, answer, self, from, most), out);
    }
  }

  /// The answer in at most so many bytes: without what is least needed, in steps. What is left at
  /// last, our id and a token, is shorter than any question.
  private static ByteBuffer fitted(
      Krpc.Asked asked, Answer whole, NodeId self, Endpoint from, int most) {
    Answer answer = whole;
    while (true) {
      ByteBuffer bytes =
          KrpcEncoder.encode(new Krpc.Answered(asked.transaction(), self, answer, from));
      int values = answer.values().size();
      int nodes = answer.nodes().size();
      if (bytes.remaining() <= most) {
        return bytes;
      }
      if (answer.item() != null && most < MAX_ANSWER) {
        answer = answer.withItem(null, answer.seq());
      } else if (answer.scrape() != null && most < MAX_ANSWER) {
        answer = answer.withScrape(null);
      } else if (values > 4) {
        answer = answer.withValues(answer.values().subList(0, values - values / 4));
      } else if (nodes > 0) {
        answer = answer.withNodes(answer.nodes().subList(0, nodes - 1));
      } else if (answer.samples() != null && !answer.samples().infoHashes().isEmpty()) {
        answer = answer.withSamples(new Answer.Samples(List.of(), answer.samples().number(), 0));
      } else {
        return bytes;
      }
    }
  }

  private void send(long now, Endpoint from, ByteBuffer bytes, Outbox out) {
    rate.take(now, bytes.remaining());
    out.add(new NetEffect.SendDatagram(from, bytes));
  }
}
