package dev.freshet.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.BloomFilter;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.dht.KrpcError;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.SecureId;
import dev.freshet.protocol.dht.Want;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DhtTest {
  private static final long SECOND = DhtWorld.SECOND;
  private static final Opaque QUESTION = Opaque.of(new byte[] {7, 7});
  private static final Endpoint ASKER = at("8.8.1.1:6881");
  private static final NodeId NAME = new NodeId(1, 2, 3);

  private final SplittableRandom random = new SplittableRandom(3);
  private final Outbox out = new Outbox();
  private final List<DhtNews> news = new ArrayList<>();
  private final List<NetEffect.SendDatagram> sent = new ArrayList<>();
  private Dht dht = dht(DhtOptions.beginningAt(List.of()));
  private long now;

  private Dht dht(DhtOptions options) {
    return new Dht(options, 6881, false, now, random.split());
  }

  private void advance() {
    news.addAll(dht.advance(now, out));
    for (Effect effect : out.drain()) {
      sent.add((NetEffect.SendDatagram) effect);
    }
  }

  private void pass(long nanos) {
    long until = now + nanos;
    while (dht.deadline() < until) {
      now = Math.max(now + 1, dht.deadline());
      advance();
    }
    now = until;
    advance();
  }

  /// What is answered to this question; nothing is told apart from pings.
  private List<Krpc> ask(Endpoint from, Query query) {
    sent.clear();
    Krpc asked = new Krpc.Asked(QUESTION, NodeId.random(random), true, query);
    assertThat(dht.received(now, from, KrpcEncoder.encode(asked), out)).isTrue();
    advance();
    return sent.stream()
        .filter(datagram -> datagram.to().equals(from))
        .map(datagram -> Objects.requireNonNull(KrpcDecoder.decode(datagram.bytes())))
        .toList();
  }

  private Answer answer(Endpoint from, Query query) {
    List<Krpc> said = ask(from, query);
    assertThat(said).hasSize(1);
    assertThat(said.getFirst()).isInstanceOf(Krpc.Answered.class);
    Krpc.Answered answered = (Krpc.Answered) said.getFirst();
    assertThat(answered.transaction()).isEqualTo(QUESTION);
    assertThat(answered.seenAs()).isEqualTo(from);
    return answered.answer();
  }

  private Opaque token(Endpoint from) {
    return Objects.requireNonNull(
        answer(from, new Query.GetPeers(NAME, Want.UNSAID, false, false)).token());
  }

  @Test
  void whoShowsItsTokenIsAPeer() {
    Endpoint other = at("9.9.2.2:1000");
    Query.AnnouncePeer announce = new Query.AnnouncePeer(NAME, 700, false, token(ASKER), true);
    answer(ASKER, announce);
    answer(other, new Query.AnnouncePeer(NAME, 0, true, token(other), false));
    Answer found = answer(at("7.7.3.3:5"), new Query.GetPeers(NAME, Want.UNSAID, false, false));
    assertThat(found.values()).containsExactlyInAnyOrder(at("8.8.1.1:700"), other);
    Answer noSeeds = answer(at("7.7.3.3:5"), new Query.GetPeers(NAME, Want.UNSAID, true, false));
    assertThat(noSeeds.values().getFirst()).isEqualTo(other);
    now += 31 * DhtWorld.MINUTE;
    assertThat(answer(ASKER, new Query.GetPeers(NAME, Want.UNSAID, false, false)).values())
        .isEmpty();
  }

  /// BEP 33.
  @Test
  void whoCountsIsToldSeedsAndOthersApart() {
    Endpoint other = at("9.9.2.2:1000");
    answer(ASKER, new Query.AnnouncePeer(NAME, 700, false, token(ASKER), true));
    answer(other, new Query.AnnouncePeer(NAME, 0, true, token(other), false));
    Query count = new Query.GetPeers(NAME, Want.UNSAID, false, true);
    Answer.Scrape scrape = Objects.requireNonNull(answer(ASKER, count).scrape());
    assertThat(scrape.seeds()).isEqualTo(BloomFilter.of(List.of(ASKER.ip())));
    assertThat(scrape.peers()).isEqualTo(BloomFilter.of(List.of(other.ip())));
    assertThat(answer(ASKER, new Query.GetPeers(NAME, Want.UNSAID, false, false)).scrape())
        .isNull();
  }

  /// BEP 51.
  @Test
  void whoIndexesIsToldOfWhichTorrentsPeersAreKnown() {
    NodeId second = new NodeId(4, 5, 6);
    answer(ASKER, new Query.AnnouncePeer(NAME, 700, false, token(ASKER), true));
    answer(ASKER, new Query.AnnouncePeer(second, 700, false, token(ASKER), true));
    Answer.Samples samples =
        Objects.requireNonNull(
            answer(ASKER, new Query.SampleInfoHashes(NAME, Want.UNSAID)).samples());
    assertThat(samples.infoHashes()).containsExactlyInAnyOrder(NAME, second);
    assertThat(samples.number()).isEqualTo(2);
    assertThat(samples.intervalSeconds()).isBetween(0, 21_600);
  }

  @Test
  void aTokenIsGoodForItsAddressAndForAWhile() {
    Opaque token = token(ASKER);
    assertThat(code(at("9.9.2.2:1"), new Query.AnnouncePeer(NAME, 7, false, token, false)))
        .isEqualTo(KrpcError.PROTOCOL.code());
    now += 9 * DhtWorld.MINUTE;
    answer(ASKER, new Query.AnnouncePeer(NAME, 7, false, token, false));
    now += 11 * DhtWorld.MINUTE;
    assertThat(code(ASKER, new Query.AnnouncePeer(NAME, 7, false, token, false)))
        .isEqualTo(KrpcError.PROTOCOL.code());
  }

  private int code(Endpoint from, Query query) {
    return ask(from, query).getFirst() instanceof Krpc.Refused(_, int code, _) ? code : 0;
  }

  @Test
  void itemsAreKeptByTheRulesOfTheirKind() {
    Opaque secret = Opaque.of(new byte[32]);
    Opaque key = hex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
    Opaque value = Opaque.of(new byte[] {'i', '5', 'e'});
    Item.Mutable five = Item.Mutable.signed(secret, key, Opaque.NONE, 5, value);
    Item.Mutable four = Item.Mutable.signed(secret, key, Opaque.NONE, 4, value);
    Item.Mutable six = Item.Mutable.signed(secret, key, Opaque.NONE, 6, value);
    Opaque token = token(ASKER);
    answer(ASKER, new Query.Put(token, five, -1));
    assertThat(code(ASKER, new Query.Put(token, four, -1)))
        .isEqualTo(KrpcError.SEQUENCE_TOO_LOW.code());
    assertThat(code(ASKER, new Query.Put(token, six, 4))).isEqualTo(KrpcError.CAS_MISMATCH.code());
    Item.Mutable forged = new Item.Mutable(key, Opaque.NONE, 7, five.signature(), value);
    assertThat(code(ASKER, new Query.Put(token, forged, -1)))
        .isEqualTo(KrpcError.BAD_SIGNATURE.code());
    answer(ASKER, new Query.Put(token, six, 5));
    assertThat(answer(ASKER, new Query.Get(six.target(), Want.UNSAID, -1)).item()).isEqualTo(six);
    Answer old = answer(ASKER, new Query.Get(six.target(), Want.UNSAID, 6));
    assertThat(old.item()).isNull();
    assertThat(old.seq()).isEqualTo(6);
    now += 3 * 60 * DhtWorld.MINUTE;
    assertThat(answer(ASKER, new Query.Get(six.target(), Want.UNSAID, -1)).item()).isNull();
  }

  @Test
  void nobodyGainsByAskingInAnothersName() {
    fill(100);
    Opaque token = token(ASKER);
    for (int i = 0; i < 60; i++) {
      Endpoint peer = at("8.8." + i + ".1:9");
      answer(peer, new Query.AnnouncePeer(NAME, 7, false, token(peer), false));
    }
    Opaque big = Opaque.of(("900:" + "x".repeat(900)).getBytes(StandardCharsets.US_ASCII));
    Item item = new Item.Immutable(big);
    answer(ASKER, new Query.Put(token, item, -1));
    long in = 0;
    long back = 0;
    for (int i = 0; i < 20_000; i++) {
      now += SECOND / 20;
      Query query =
          switch (i % 6) {
            case 0 -> new Query.Ping();
            case 1 -> new Query.FindNode(NAME, Want.BOTH);
            case 2 -> new Query.GetPeers(NAME, Want.BOTH, false, true);
            case 3 -> new Query.Get(item.target(), Want.UNSAID, -1);
            case 4 -> new Query.SampleInfoHashes(NAME, Want.UNSAID);
            default -> new Query.AnnouncePeer(NAME, 1, false, QUESTION, false);
          };
      Endpoint victim = DhtWorld.address(random);
      NodeId id = SecureId.of(victim.ip(), random);
      ByteBuffer question =
          KrpcEncoder.encode(new Krpc.Asked(QUESTION, id, random.nextBoolean(), query));
      sent.clear();
      dht.received(now, victim, question, out);
      advance();
      int answered = 0;
      for (NetEffect.SendDatagram datagram : sent) {
        if (datagram.to().equals(victim)) {
          answered += datagram.bytes().remaining() + 28;
        }
      }
      in += question.remaining() + 28;
      back += answered;
      // a ping beside the answer may make the node one of ours
      assertThat(answered).isLessThanOrEqualTo(3 * (question.remaining() + 28) + 100);
    }
    assertThat(back).isLessThan(3 * in);
    assertThat(back).isPositive();
  }

  @Test
  void strangersWhoNeverShowThemselvesSilenceNobody() {
    for (int i = 0; i < 60; i++) {
      Endpoint peer = at("8.8." + i + ".1:9");
      answer(peer, new Query.AnnouncePeer(NAME, 7, false, token(peer), false));
    }
    pass(10 * SECOND);
    Query query = new Query.GetPeers(NAME, Want.UNSAID, false, false);
    for (int i = 0; i < 300; i++) {
      now += SECOND / 30;
      Endpoint victim = DhtWorld.address(random);
      Krpc asked = new Krpc.Asked(QUESTION, NodeId.random(random), false, query);
      dht.received(now, victim, KrpcEncoder.encode(asked), out);
      advance();
    }
    int nodes = 0;
    for (int i = 0; i < 20; i++) {
      pass(SECOND / 30);
      Endpoint honest = DhtWorld.address(random);
      sent.clear();
      Krpc asked = new Krpc.Asked(QUESTION, NodeId.random(random), false, query);
      dht.received(now, honest, KrpcEncoder.encode(asked), out);
      advance();
      nodes += sent.stream().anyMatch(datagram -> datagram.to().equals(honest)) ? 1 : 0;
    }
    assertThat(nodes).as("heard something").isEqualTo(20);
  }

  @Test
  void whoAsksTooMuchIsNotHeard() {
    int answered = 0;
    for (int i = 0; i < 1000; i++) {
      now += SECOND / 100;
      answered += ask(ASKER, new Query.Ping()).size();
    }
    assertThat(answered).isBetween(50, 60);
    assertThat(dht.dropped()).isEqualTo(1000 - answered);
    now += 4 * DhtWorld.MINUTE;
    assertThat(ask(ASKER, new Query.Ping())).isEmpty();
    now += 2 * DhtWorld.MINUTE;
    assertThat(ask(ASKER, new Query.Ping())).hasSize(1);
  }

  @Test
  void aReadOnlyNodeAsksAndIsSilent() {
    dht = dht(DhtOptions.beginningAt(List.of(new HostPort("192.0.2.9", 6881))).withReadOnly(true));
    advance();
    assertThat(sent).hasSize(1);
    assertThat(KrpcDecoder.decode(sent.getFirst().bytes()))
        .matches(asked -> asked instanceof Krpc.Asked(_, _, boolean readOnly, _) && readOnly);
    assertThat(ask(ASKER, new Query.Ping())).isEmpty();
  }

  @Test
  void withNobodyToBeginAtNothingIsSent() {
    pass(24 * 60 * DhtWorld.MINUTE);
    assertThat(sent).isEmpty();
    assertThat(dht.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void routersThatHaveNoAddressAreLookedUpEverLessOften() {
    dht = dht(DhtOptions.mainline());
    int lookups = 0;
    while (now < 60 * DhtWorld.MINUTE) {
      for (DhtNews one : dht.advance(now, out)) {
        news.add(one);
      }
      for (Effect effect : out.drain()) {
        assertThat(effect).isInstanceOf(NetEffect.Resolve.class);
        lookups++;
        dht.resolved(
            now, new NetInput.Resolved(((NetEffect.Resolve) effect).request(), List.of()), out);
      }
      now = Math.max(now + 1, dht.deadline());
    }
    assertThat(lookups).isBetween(9, 45);
  }

  @Test
  void nodesThatATorrentNamesAreAskedAtOnceAndAreNodesLikeOthers() {
    fill(10);
    sent.clear();
    int before = dht.nodes();
    HostPort numbered = new HostPort("7.7.7.7", 7);
    HostPort nobody = new HostPort("0.0.0.0", 7);
    dht.introduce(now, List.of(numbered, nobody, new HostPort("n.example", 8)));
    dht.introduce(now, List.of(numbered));
    for (DhtNews one : dht.advance(now, out)) {
      news.add(one);
    }
    List<Effect> effects = out.drain();
    NetEffect.Resolve name =
        effects.stream()
            .filter(NetEffect.Resolve.class::isInstance)
            .map(NetEffect.Resolve.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(name.host()).isEqualTo("n.example");
    Endpoint node = at("7.7.7.7:7");
    ids.add(new Contact(SecureId.of(node.ip(), random), node));
    answerOurs(sentTo("7.7.7.7:7", effects));
    assertThat(dht.nodes()).isEqualTo(before + 1);
    IpAddress ip = at("8.8.8.8:8").ip();
    dht.resolved(now, new NetInput.Resolved(name.request(), List.of(ip)), out);
    sentTo("8.8.8.8:8", out.drain());
  }

  private static NetEffect.SendDatagram sentTo(String address, List<Effect> effects) {
    List<NetEffect.SendDatagram> found =
        effects.stream()
            .filter(NetEffect.SendDatagram.class::isInstance)
            .map(NetEffect.SendDatagram.class::cast)
            .filter(each -> each.to().equals(at(address)))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void howManyNodesTorrentsNameIsBounded() {
    for (int i = 0; i < 1000; i++) {
      dht.introduce(now, List.of(new HostPort("7.7." + i / 100 + ".7", 1 + i % 100)));
    }
    advance();
    assertThat(sent).hasSizeBetween(1, 256);
    int first = sent.size();
    sent.clear();
    // while nobody answers they are asked again, ever less often
    pass(60 * DhtWorld.MINUTE);
    assertThat(sent).hasSizeBetween(2 * first, 20 * 256);
  }

  @Test
  void aRouterIsAskedByNameWhereSomebodyLooksItUp() {
    HostPort router = new HostPort("r.example", 25401);
    dht = new Dht(DhtOptions.beginningAt(List.of(router)), 0, true, now, random.split());
    dht.advance(now, out);
    NetEffect.SendToName first = (NetEffect.SendToName) out.drain().getFirst();
    assertThat(first.host()).isEqualTo("r.example");
    Krpc.Asked asked = (Krpc.Asked) Objects.requireNonNull(KrpcDecoder.decode(first.bytes()));
    Endpoint node = at("9.9.9.9:6881");
    Contact named = new Contact(SecureId.of(node.ip(), random), node);
    Answer answer = new Answer(List.of(named), List.of(), null, null, -1, null, null);
    ByteBuffer said =
        KrpcEncoder.encode(
            new Krpc.Answered(asked.transaction(), NodeId.random(random), answer, null));
    dht.received(now, at("1.2.3.4:25402"), said.duplicate(), out);
    dht.advance(now, out);
    assertThat(out.drain()).isEmpty();
    dht.received(now, at("1.2.3.4:25401"), said.duplicate(), out);
    dht.advance(now, out);
    assertThat(out.drain())
        .hasSize(1)
        .allMatch(
            effect -> effect instanceof NetEffect.SendDatagram send && send.to().equals(node));
  }

  @Test
  void garbageIsCountedAndOthersDatagramsAreLeftToOthers() {
    assertThat(dht.received(now, ASKER, ByteBuffer.wrap(new byte[] {'d', 'x'}), out)).isTrue();
    assertThat(dht.garbage()).isEqualTo(1);
    assertThat(dht.received(now, ASKER, ByteBuffer.wrap(new byte[] {0, 0, 0, 1}), out)).isFalse();
    assertThat(dht.received(now, ASKER, ByteBuffer.allocate(0), out)).isFalse();
    advance();
    assertThat(sent).isEmpty();
  }

  @Test
  void nodesThatAreGoneLoseTheirPlaces() {
    fill(60);
    int before = dht.nodes();
    assertThat(before).isGreaterThan(30);
    // some answer on, most are silent
    Endpoint alive = at("5.5.5.5:5");
    for (int i = 0; i < 3000; i++) {
      pass(SECOND);
      for (NetEffect.SendDatagram datagram : List.copyOf(sent)) {
        if ((datagram.to().ip().low() & 7) == 0) {
          answerOurs(datagram);
        }
      }
      sent.clear();
    }
    assertThat(alive).isNotNull();
    assertThat(dht.nodes()).isPositive().isLessThan(before / 2);
  }

  /// So many nodes ask us and answer our pings.
  private void fill(int nodes) {
    for (int i = 0; i < nodes; i++) {
      Endpoint node = DhtWorld.address(random);
      NodeId id = SecureId.of(node.ip(), random);
      sent.clear();
      dht.received(
          now,
          node,
          KrpcEncoder.encode(new Krpc.Asked(QUESTION, id, false, new Query.Ping())),
          out);
      advance();
      ids.add(new Contact(id, node));
      sent.forEach(this::answerOurs);
      now += SECOND;
      advance();
    }
    sent.clear();
  }

  private final List<Contact> ids = new ArrayList<>();

  private void answerOurs(NetEffect.SendDatagram datagram) {
    if (KrpcDecoder.decode(datagram.bytes()) instanceof Krpc.Asked(Opaque transaction, _, _, _)) {
      for (Contact node : ids) {
        if (node.at().equals(datagram.to())) {
          dht.received(
              now,
              node.at(),
              KrpcEncoder.encode(new Krpc.Answered(transaction, node.id(), Answer.DONE, null)),
              out);
        }
      }
    }
  }

  @Test
  void ourIdFollowsTheAddressThatMostSeeUsAt() {
    IpAddress ours = Objects.requireNonNull(IpAddress.parse("77.1.2.3"));
    for (int i = 0; i < 30; i++) {
      Endpoint node = DhtWorld.address(random);
      NodeId id = SecureId.of(node.ip(), random);
      sent.clear();
      dht.received(
          now,
          node,
          KrpcEncoder.encode(new Krpc.Asked(QUESTION, id, false, new Query.Ping())),
          out);
      advance();
      for (NetEffect.SendDatagram datagram : List.copyOf(sent)) {
        if (datagram.to().equals(node)
            && KrpcDecoder.decode(datagram.bytes()) instanceof Krpc.Asked(Opaque t, _, _, _)) {
          // every fourth lies
          Endpoint seen = i % 4 == 0 ? at("66.6.6.6:1") : new Endpoint(ours, 6881);
          dht.received(
              now, node, KrpcEncoder.encode(new Krpc.Answered(t, id, Answer.DONE, seen)), out);
        }
      }
      now += SECOND;
      advance();
    }
    assertThat(SecureId.fits(dht.id(true), ours)).isTrue();
    assertThat(dht.known().seenAs()).containsExactly(ours);
    assertThat(KnownNodes.parse(dht.known().toBytes())).isEqualTo(dht.known());
  }

  @Test
  void whoSpeaksFromOutsideNamesNoMachinesOfOurNetwork() {
    Endpoint liar = at("[2a01:4f8::1]:6881");
    NodeId id = NodeId.random(random);
    Contact known = new Contact(id, liar);
    dht =
        dht(DhtOptions.beginningAt(List.of()).withKnown(new KnownNodes(List.of(), List.of(known))));
    List<Endpoint> inside =
        List.of(at("192.168.1.1:1900"), at("127.0.0.1:53"), at("[fd00::1]:80"), at("[::1]:53"));
    List<Contact> named =
        inside.stream().map(each -> new Contact(NodeId.random(random), each)).toList();
    List<Endpoint> asked = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      sent.clear();
      advance();
      for (NetEffect.SendDatagram datagram : List.copyOf(sent)) {
        asked.add(datagram.to());
        if (datagram.to().equals(liar)
            && KrpcDecoder.decode(datagram.bytes()) instanceof Krpc.Asked(Opaque t, _, _, _)) {
          Krpc lie = new Krpc.Answered(t, id, Answer.DONE.withNodes(named), at("[2a02::1]:1"));
          dht.received(now, liar, KrpcEncoder.encode(lie), out);
        }
      }
      now += SECOND;
    }
    assertThat(asked).contains(liar).doesNotContainAnyElementsOf(inside);
  }

  @Test
  void peersOfOurNetworkAreNotToldOfFromOutside() {
    fill(40);
    InfoHashes name = new InfoHashes(Hash.of(NAME.bytes()), null);
    dht.join(now, 1, name);
    Endpoint outside = at("9.9.9.9:6881");
    List<Endpoint> values = List.of(at("192.168.1.1:80"), outside, at("127.0.0.1:25"));
    news.clear();
    for (int round = 0; round < 10; round++) {
      sent.clear();
      advance();
      for (NetEffect.SendDatagram datagram : List.copyOf(sent)) {
        for (Contact node : ids) {
          if (node.at().equals(datagram.to())
              && KrpcDecoder.decode(datagram.bytes()) instanceof Krpc.Asked(Opaque t, _, _, _)) {
            Answer answer = Answer.DONE.withValues(values);
            Krpc said = new Krpc.Answered(t, node.id(), answer, null);
            dht.received(now, node.at(), KrpcEncoder.encode(said), out);
          }
        }
      }
      now += SECOND;
    }
    assertThat(news).isNotEmpty();
    assertThat(news).allMatch(one -> one.equals(new DhtNews.PeersFound(1, List.of(outside))));
  }

  @Test
  void aRouterNamesNoMachinesOfOurNetwork() {
    dht = dht(DhtOptions.beginningAt(List.of(new HostPort("8.8.4.4", 6881))));
    Endpoint inside = at("192.168.1.1:1900");
    List<Endpoint> asked = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      sent.clear();
      advance();
      for (NetEffect.SendDatagram datagram : List.copyOf(sent)) {
        asked.add(datagram.to());
        if (datagram.to().equals(at("8.8.4.4:6881"))
            && KrpcDecoder.decode(datagram.bytes()) instanceof Krpc.Asked(Opaque t, _, _, _)) {
          List<Contact> named = List.of(new Contact(NodeId.random(random), inside));
          Krpc lie =
              new Krpc.Answered(t, NodeId.random(random), Answer.DONE.withNodes(named), null);
          dht.received(now, datagram.to(), KrpcEncoder.encode(lie), out);
        }
      }
      now += SECOND;
    }
    assertThat(asked).contains(at("8.8.4.4:6881")).doesNotContain(inside);
  }

  private static Opaque hex(String digits) {
    return Opaque.of(HexFormat.of().parseHex(digits));
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }
}
