package dev.freshet.core.dht;

import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.SecureId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node that a lookup has heard of, by whom, and what became of it.
final class Candidate {
  private static final int MAX_TELLERS = 4;

  /// So many that did not answer, and none that did, and its word is worth nothing.
  private static final int MAX_FAILED = 3;

  /// So many of one teller's are tried at once while none of them has answered.
  private static final int MAX_TRIED = 2;

  enum State {
    /// Not asked yet.
    FRESH,
    /// Asked a moment ago.
    ASKED,
    /// Asked, and long enough ago that it is not waited for; it may still answer.
    SLOW,
    /// Has answered.
    ANSWERED,
    /// Has not, or not properly.
    FAILED
  }

  final Contact contact;

  /// Whether its id is one that its address allows (BEP 42).
  final boolean fits;

  final List<Candidate> tellers = new ArrayList<>(1);
  State state = State.FRESH;
  @Nullable Opaque token;

  /// Of those that this one has told us of: how many are being tried, answered, did not.
  private int trying;

  private int good;
  private int bad;

  Candidate(Contact contact) {
    this.contact = contact;
    this.fits = SecureId.fits(contact.id(), contact.at().ip());
  }

  /// This one has told of it too.
  void told(Candidate teller) {
    if (tellers.size() < MAX_TELLERS && !tellers.contains(teller)) {
      tellers.add(teller);
    }
  }

  /// Whether someone who may be believed has told of it. Those of our own table nobody has told.
  boolean isCredible() {
    return tellers.isEmpty() || tellers.stream().anyMatch(Candidate::isBelieved);
  }

  /// Whether it may be tried now: while nothing is known of the word of its tellers, only a few of
  /// each are, so that a liar costs little.
  boolean mayTry() {
    return tellers.isEmpty()
        || tellers.stream().anyMatch(each -> each.isBelieved() && each.isTrusted());
  }

  private boolean isBelieved() {
    return good > 0 ? bad < 4 * good + MAX_FAILED : bad < MAX_FAILED;
  }

  private boolean isTrusted() {
    return good > 0 || trying < MAX_TRIED;
  }

  /// Goes over to another state, which its tellers are judged by.
  void turn(State next) {
    for (Candidate teller : tellers) {
      teller.count(state, -1);
      teller.count(next, 1);
    }
    state = next;
  }

  private void count(State of, int by) {
    switch (of) {
      case FRESH -> {}
      case ASKED -> trying += by;
      case ANSWERED -> good += by;
      case SLOW, FAILED -> bad += by;
    }
  }
}
