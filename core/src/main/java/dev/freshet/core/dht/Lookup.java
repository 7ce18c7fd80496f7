package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way to the nodes that are closest to a target: asks those known, who know closer ones.
///
/// *Theory of operation.* Candidates are held by distance. The closest that have not been asked
/// are, [#ALPHA] at a time, until the [RoutingTable#K] closest that are not known to be dead have
/// answered. One that has not answered in the usual time is not waited for. Against lies: an id
/// that its address does not allow (BEP 42) is asked only where others do not suffice; there is one
/// candidate of a subnet; and whoever names nodes of which none answers is believed no more, so
/// that a liar costs about two questions, however close to the target the nodes are that it
/// invents. Liars who name each other do answer, but they are few: where those that have answered
/// lie much farther from the target than our own neighbours from us, others are asked too, who may
/// know closer ones.
final class Lookup {
  /// Questions on their way at a time.
  static final int ALPHA = 4;

  /// So many times as far away as is usual is too far to be all.
  private static final double SPARSE = 2;

  /// How many have to answer then.
  private static final int MORE = 3 * RoutingTable.K;

  private static final int MAX_CANDIDATES = 200;
  private static final int MAX_QUESTIONS = 200;

  private final NodeId target;
  private final Purpose purpose;
  private final TreeMap<NodeId, Candidate> byDistance = new TreeMap<>();
  private final Map<Subnet, Candidate> bySubnet = new LinkedHashMap<>();
  private final NodeId self;
  private final double usual;

  /// How many of the closest are asked or have answered.
  private int ahead;

  private int waiting;
  private int opening;
  private int asked;
  private int heard;

  /// @param usual how far from any target the last of the [RoutingTable#K] closest is, about
  Lookup(NodeId self, double usual, NodeId target, Purpose purpose, List<Contact> known) {
    this.self = self;
    this.usual = usual;
    this.target = target;
    this.purpose = purpose;
    known.forEach(contact -> offer(contact, null));
  }

  NodeId target() {
    return target;
  }

  Purpose purpose() {
    return purpose;
  }

  /// How many questions it has asked.
  int asked() {
    return asked;
  }

  /// How many of them were answered.
  int heard() {
    return heard;
  }

  /// A node was named, by nobody if it is of our own table. With too many the farthest is
  /// forgotten.
  private void offer(Contact contact, @Nullable Candidate teller) {
    if (contact.id().equals(self)) {
      return;
    }
    NodeId distance = target.distance(contact.id());
    Candidate known = byDistance.get(distance);
    if (known != null) {
      if (teller != null
          && known.state == Candidate.State.FRESH
          && known.contact.equals(contact)
          && !known.tellers.isEmpty()) {
        known.told(teller);
      }
      return;
    }
    Candidate fresh = new Candidate(contact);
    if (!Subnet.isLocal(contact.at().ip())
        && bySubnet.putIfAbsent(Subnet.of(contact.at().ip()), fresh) != null) {
      return;
    }
    if (teller != null) {
      fresh.told(teller);
    }
    byDistance.put(distance, fresh);
    if (byDistance.size() > MAX_CANDIDATES) {
      Candidate farthest = byDistance.pollLastEntry().getValue();
      bySubnet.remove(Subnet.of(farthest.contact.at().ip()), farthest);
    }
  }

  /// The next node to ask, marked as asked; null if there is none for now.
  @Nullable Candidate next() {
    if (waiting >= ALPHA || asked >= MAX_QUESTIONS) {
      return null;
    }
    Candidate next = next(true);
    if (next == null && ahead < RoutingTable.K) {
      next = next(false);
    }
    if (next != null) {
      next.turn(Candidate.State.ASKED);
      waiting++;
      asked++;
    }
    return next;
  }

  private @Nullable Candidate next(boolean fitting) {
    ahead = 0;
    int enough = RoutingTable.K;
    for (Candidate candidate : byDistance.values()) {
      if (fitting && !candidate.fits) {
        continue;
      }
      switch (candidate.state) {
        case FRESH -> {
          if (candidate.mayTry()) {
            return candidate;
          }
        }
        case ASKED, ANSWERED -> ahead++;
        case SLOW, FAILED -> {}
      }
      if (ahead == RoutingTable.K && tooFar(candidate)) {
        enough = MORE;
      }
      if (ahead >= enough) {
        return null;
      }
    }
    return null;
  }

  private boolean tooFar(Candidate candidate) {
    return target.distance(candidate.contact.id()).toDouble() > SPARSE * usual;
  }

  /// A candidate has answered.
  void answered(Candidate candidate, Answer answer, boolean v4) {
    leftWaiting(candidate);
    heard++;
    candidate.token = answer.token();
    candidate.turn(Candidate.State.ANSWERED);
    IpAddress teller = candidate.contact.at().ip();
    int taken = 0;
    for (Contact named : answer.nodes()) {
      if (named.at().ip().isV4() == v4
          && Subnet.mayName(teller, named.at().ip())
          && taken++ < 2 * RoutingTable.K) {
        offer(named, candidate);
      }
    }
  }

  /// A node was asked of which no more is known than its address.
  void opens() {
    opening++;
    asked++;
  }

  /// Such a node has not answered.
  void openedNothing() {
    opening--;
  }

  /// Such a node has: what it names is as good as our table.
  void opened(Endpoint from, Answer answer, boolean v4) {
    opening--;
    heard++;
    answer.nodes().stream()
        .filter(named -> named.at().ip().isV4() == v4)
        .filter(named -> Subnet.mayName(from.ip(), named.at().ip()))
        .forEach(named -> offer(named, null));
  }

  /// A candidate takes its time.
  void slow(Candidate candidate) {
    leftWaiting(candidate);
    candidate.turn(Candidate.State.SLOW);
  }

  /// A candidate has not answered, or under another name, or has refused.
  void failed(Candidate candidate) {
    leftWaiting(candidate);
    candidate.turn(Candidate.State.FAILED);
  }

  private void leftWaiting(Candidate candidate) {
    waiting -= candidate.state == Candidate.State.ASKED ? 1 : 0;
  }

  /// Whether nobody is left to ask or to wait for, if [#next] has just given null.
  boolean isOver() {
    return waiting == 0 && opening == 0;
  }

  /// The closest that have answered, at most [RoutingTable#K]; those whose ids are as they must be
  /// come first.
  List<Candidate> closest() {
    List<Candidate> closest = new ArrayList<>();
    for (boolean fitting : new boolean[] {true, false}) {
      for (Candidate candidate : byDistance.values()) {
        if (closest.size() < RoutingTable.K
            && candidate.state == Candidate.State.ANSWERED
            && candidate.fits == fitting) {
          closest.add(candidate);
        }
      }
    }
    return closest;
  }
}
