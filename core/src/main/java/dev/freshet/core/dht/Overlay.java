package dev.freshet.core.dht;

import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.SecureId;
import dev.freshet.protocol.dht.Want;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One of the two DHTs, of IPv4 or of IPv6 (BEP 32): our id in it, the nodes we know, what we have
/// asked them.
final class Overlay {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final long FIRST_SELF_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CUT_OFF_NANOS = TimeUnit.MINUTES.toNanos(3);

  /// With so few nodes ours is no DHT yet: it is filled more often.
  private static final int FEW = 2 * RoutingTable.K;

  private static final int MAX_CHECKS = 8;
  private static final int MAX_PROVING = 64;
  private static final int MAX_LOOKUPS = 64;

  /// So many of them are left to our own upkeep.
  private static final int UPKEEP_LOOKUPS = 4;

  private final boolean v4;
  private final RandomGenerator random;
  private final Proofs proofs;
  private final Errands errands;
  private final Transactions transactions;
  private final RoutingTable table;
  private final AddressVote vote;
  private final List<Lookup> lookups = new ArrayList<>();
  private int seenElsewhere;
  private int checks;
  private int proving;
  private long heardAt;
  private long checkAt;
  private long selfAt;
  private long selfNanos = FIRST_SELF_NANOS;

  /// @param remembered the address that others saw us at when we ran last
  Overlay(
      boolean v4,
      boolean readOnly,
      int listenPort,
      @Nullable IpAddress remembered,
      Proofs proofs,
      long now,
      RandomGenerator random) {
    this.v4 = v4;
    this.random = random;
    this.proofs = proofs;
    this.transactions = new Transactions(random, readOnly);
    this.errands = new Errands(transactions, listenPort);
    this.vote = new AddressVote(remembered);
    NodeId id = remembered == null ? NodeId.random(random) : SecureId.of(remembered, random);
    this.table = new RoutingTable(id, now);
    this.heardAt = now;
    this.checkAt = now;
    this.selfAt = now;
  }

  /// Peers reach us here from now on.
  void reachedOn(int port) {
    errands.reachedOn(port);
  }

  RoutingTable table() {
    return table;
  }

  @Nullable IpAddress seenAs() {
    return vote.decided();
  }

  /// How often others have come to see us at another address.
  int seenElsewhere() {
    return seenElsewhere;
  }

  // What is asked of it.

  /// Begins at nodes of which only the address is known, or the name.
  void open(long now, List<Bootstrap.Way> ways, Outbox out) {
    List<Contact> known = table.closest(table.self(), RoutingTable.K);
    Lookup lookup = lookup(table.self(), new Purpose.Nodes(), known);
    for (Bootstrap.Way each : ways) {
      lookup.opens();
      var why = new Pending.Reason.Opening(lookup, each.router());
      Query query = new Query.FindNode(table.self(), Want.BOTH);
      transactions.ask(table.self(), query, new Pending(each.to(), null, now, why), out);
    }
    lookups.add(lookup);
  }

  /// Begins at nodes that were good when we ran last.
  void recall(List<Contact> known) {
    lookups.add(lookup(table.self(), new Purpose.Nodes(), known));
  }

  /// Whether one more may be looked for that can as well be looked for later: a torrent, under each
  /// of its two names, or what was wished.
  boolean hasRoom() {
    return lookups.size() + 2 <= MAX_LOOKUPS - UPKEEP_LOOKUPS;
  }

  /// Looks for what is close to this target. False if there is nobody to ask, or too much is being
  /// looked for.
  boolean look(NodeId target, Purpose purpose) {
    List<Contact> known = table.closest(target, RoutingTable.K);
    if (known.isEmpty() || lookups.size() >= MAX_LOOKUPS) {
      return false;
    }
    lookups.add(lookup(target, purpose, known));
    return true;
  }

  private Lookup lookup(NodeId target, Purpose purpose, List<Contact> known) {
    return new Lookup(table.self(), table.spacing(), target, purpose, known);
  }

  /// There may be a node at this address: asks it, unless there are enough, or enough are being
  /// asked.
  void meet(long now, Endpoint at, Outbox out) {
    if (checks < MAX_CHECKS && transactions.hasRoom() && table.size() < FEW) {
      check(now, at, null, out);
    }
  }

  /// A node asks us something: it may become one of ours if it answers.
  void asked(long now, NodeId id, Endpoint at, Outbox out) {
    if (checks < MAX_CHECKS && transactions.hasRoom() && table.wants(id, at)) {
      check(now, at, id, out);
    }
  }

  private void check(long now, Endpoint at, @Nullable NodeId id, Outbox out) {
    checks++;
    ping(now, at, id, new Pending.Reason.Checking(), out);
  }

  /// Sends this answer once the asker has shown that it is there. False if too many are to show it.
  boolean prove(long now, NodeId id, Endpoint at, ByteBuffer answer, Outbox out) {
    if (proving >= MAX_PROVING || !transactions.hasRoom()) {
      return false;
    }
    proving++;
    ping(now, at, id, new Pending.Reason.Proving(answer), out);
    return true;
  }

  private void ping(long now, Endpoint at, @Nullable NodeId id, Pending.Reason why, Outbox out) {
    transactions.ask(
        table.self(), new Query.Ping(), new Pending(new Destination.At(at), id, now, why), out);
  }

  // What is heard.

  /// An answer. The nodes of the other family that it names; empty if it answers nothing.
  List<Contact> answered(
      long now, Endpoint from, Krpc.Answered said, Outbox out, List<DhtNews> news) {
    Pending question = transactions.answered(now, from, said.transaction());
    if (question == null) {
      return List.of();
    }
    settled(question);
    if (question.id != null && !question.id.equals(said.from())) {
      // who is another today than yesterday is nobody's neighbour
      failed(now, question, news);
      return List.of();
    }
    heardAt = now;
    proofs.add(now, from);
    if (!(question.reason instanceof Pending.Reason.Opening(_, boolean router) && router)) {
      table.heard(new Contact(said.from(), from), now);
    }
    Answer answer = said.answer();
    switch (question.reason) {
      case Pending.Reason.Searching(Lookup lookup, Candidate candidate) -> {
        lookup.answered(candidate, answer, v4);
        errands.heard(lookup, from, answer, news);
      }
      case Pending.Reason.Opening(Lookup lookup, _) -> lookup.opened(from, answer, v4);
      case Pending.Reason.Checking() -> {}
      case Pending.Reason.Proving(ByteBuffer waiting) ->
          out.add(new NetEffect.SendDatagram(from, waiting));
      case Pending.Reason.Storing(Pending.Tally tally) -> Errands.stored(tally, true, news);
    }
    Endpoint seen = said.seenAs();
    boolean decided = vote.decided() != null;
    if (seen != null && seen.ip().isV4() == v4 && vote.says(from.ip(), seen.ip())) {
      seenElsewhere += decided ? 1 : 0;
      if (!SecureId.fits(table.self(), seen.ip())) {
        table.rename(SecureId.of(seen.ip(), random), now);
        selfAt = now;
      }
    }
    return answer.nodes().stream()
        .filter(node -> node.at().ip().isV4() != v4)
        .filter(node -> Subnet.mayName(from.ip(), node.at().ip()))
        .toList();
  }

  /// A no. Whoever says it is there, but of no use to a lookup.
  void refused(long now, Endpoint from, Krpc.Refused said, List<DhtNews> news) {
    Pending question = transactions.answered(now, from, said.transaction());
    if (question != null) {
      settled(question);
      heardAt = now;
      unanswered(question, news);
    }
  }

  // Time.

  /// Does what is due; when to come back.
  long advance(long now, boolean wantOther, Outbox out, List<DhtNews> news) {
    for (Pending question : transactions.lost(now)) {
      settled(question);
      failed(now, question, news);
    }
    for (Pending question : transactions.slow(now)) {
      if (question.reason instanceof Pending.Reason.Searching(Lookup lookup, Candidate candidate)) {
        lookup.slow(candidate);
      }
    }
    maintain(now, out);
    for (int i = lookups.size() - 1; i >= 0; i--) {
      Lookup lookup = lookups.get(i);
      drive(now, lookup, wantOther, out);
      if (lookup.isOver()) {
        lookups.remove(i);
        errands.finish(now, lookup, table.self(), out, news);
      }
    }
    long upkeep = table.size() == 0 ? Long.MAX_VALUE : Math.min(checkAt, selfAt);
    return Math.min(upkeep, transactions.deadline());
  }

  private void drive(long now, Lookup lookup, boolean wantOther, Outbox out) {
    Want want = wantOther && lookup.purpose() instanceof Purpose.Nodes ? Want.BOTH : Want.UNSAID;
    for (Candidate next = lookup.next(); next != null; next = lookup.next()) {
      var why = new Pending.Reason.Searching(lookup, next);
      Contact contact = next.contact;
      Pending question = new Pending(new Destination.At(contact.at()), contact.id(), now, why);
      transactions.ask(table.self(), Errands.query(lookup, want), question, out);
    }
  }

  /// Asks whether those are there that were not heard of for long, and fills what has not changed.
  private void maintain(long now, Outbox out) {
    if (now - checkAt < 0 || table.size() == 0) {
      selfLook(now);
      return;
    }
    checkAt = now + CHECK_NANOS;
    RoutingTable.Entry quiet = table.quiet(now - QUIET_NANOS, now - AGAIN_NANOS);
    if (quiet != null && checks < MAX_CHECKS) {
      quiet.askedAt = now;
      check(now, quiet.contact.at(), quiet.contact.id(), out);
    }
    NodeId stale = table.stale(now - QUIET_NANOS, now, random);
    if (stale != null) {
      look(stale, new Purpose.Nodes());
    }
    selfLook(now);
  }

  private void selfLook(long now) {
    if (table.size() > 0 && now - selfAt >= 0) {
      boolean few = table.size() < FEW;
      selfNanos = few ? Math.min(2 * selfNanos, QUIET_NANOS) : QUIET_NANOS;
      selfAt = now + selfNanos;
      look(table.self(), new Purpose.Nodes());
    }
  }

  // What becomes of questions.

  private void settled(Pending question) {
    switch (question.reason) {
      case Pending.Reason.Checking _ -> checks--;
      case Pending.Reason.Proving _ -> proving--;
      case Pending.Reason.Searching _, Pending.Reason.Opening _, Pending.Reason.Storing _ -> {}
    }
  }

  /// No answer. While nobody at all answers it is our own line that is cut, and no node's fault.
  private void failed(long now, Pending question, List<DhtNews> news) {
    NodeId id = question.id;
    if (id != null
        && question.to instanceof Destination.At(Endpoint at)
        && now - heardAt < CUT_OFF_NANOS) {
      table.failed(new Contact(id, at));
    }
    unanswered(question, news);
  }

  private static void unanswered(Pending question, List<DhtNews> news) {
    switch (question.reason) {
      case Pending.Reason.Searching(Lookup lookup, Candidate candidate) -> lookup.failed(candidate);
      case Pending.Reason.Opening(Lookup lookup, _) -> lookup.openedNothing();
      case Pending.Reason.Checking(), Pending.Reason.Proving _ -> {}
      case Pending.Reason.Storing(Pending.Tally tally) -> Errands.stored(tally, false, news);
    }
  }

  /// What is kept for the next time, those heard of last first.
  List<Contact> worthKeeping(int most) {
    return table.all().stream()
        .filter(entry -> entry.failures == 0)
        .sorted((a, b) -> Long.compare(b.heardAt, a.heardAt))
        .limit(most)
        .map(entry -> entry.contact)
        .toList();
  }
}
