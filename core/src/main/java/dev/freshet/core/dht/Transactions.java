package dev.freshet.core.dht;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.rate.AnswerTime;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The questions on their way. An answer counts only if it comes from the address asked (of a name,
/// from its port), within four seconds, and repeats the 32 bits that were drawn for the question.
/// How long one is waited for follows from how long others took.
final class Transactions {
  /// The longest and the shortest time that one is waited for.
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// After so long it is given up.
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int MAX_PENDING = 1024;

  private final RandomGenerator random;
  private final boolean readOnly;

  /// Those asked first come first.
  private final LinkedHashMap<Integer, Pending> pending = new LinkedHashMap<>();

  private final AnswerTime answers = new AnswerTime();

  Transactions(RandomGenerator random, boolean readOnly) {
    this.random = random;
    this.readOnly = readOnly;
  }

  /// Whether more may be asked that can as well be asked later.
  boolean hasRoom() {
    return pending.size() < MAX_PENDING;
  }

  void ask(NodeId self, Query query, Pending question, Outbox out) {
    int number = random.nextInt();
    while (pending.putIfAbsent(number, question) != null) {
      number = random.nextInt();
    }
    Opaque transaction = Opaque.of(ByteBuffer.allocate(4).putInt(number).array());
    ByteBuffer bytes = KrpcEncoder.encode(new Krpc.Asked(transaction, self, readOnly, query));
    out.add(question.to.send(bytes));
  }

  /// The question that this answers, which is no longer pending; null if it answers none.
  @Nullable Pending answered(long now, Endpoint from, Opaque transaction) {
    if (transaction.length() != 4) {
      return null;
    }
    int number = ByteBuffer.wrap(transaction.bytes()).getInt();
    Pending question = pending.get(number);
    if (question == null || !question.to.covers(from)) {
      return null;
    }
    pending.remove(number);
    answers.sample(now - question.sentAt);
    return question;
  }

  /// After so long one is not waited for.
  private long slowNanos() {
    return answers.isKnown() ? Math.clamp(answers.mostNanos(), SOON_NANOS, SLOW_NANOS) : SLOW_NANOS;
  }

  /// Those not answered that have become slow now.
  List<Pending> slow(long now) {
    List<Pending> slow = new ArrayList<>();
    long patience = slowNanos();
    for (Pending question : pending.values()) {
      if (now - question.sentAt < patience) {
        break;
      }
      if (!question.slow) {
        question.slow = true;
        slow.add(question);
      }
    }
    return slow;
  }

  /// Those not answered that are given up now.
  List<Pending> lost(long now) {
    List<Pending> lost = new ArrayList<>();
    while (!pending.isEmpty() && now - pending.firstEntry().getValue().sentAt >= LOST_NANOS) {
      lost.add(pending.pollFirstEntry().getValue());
    }
    return lost;
  }

  /// When the next becomes slow or is given up; [Long#MAX_VALUE] for never.
  long deadline() {
    for (Pending question : pending.values()) {
      if (!question.slow) {
        return Math.min(
            question.sentAt + slowNanos(), pending.firstEntry().getValue().sentAt + LOST_NANOS);
      }
    }
    return pending.isEmpty() ? Long.MAX_VALUE : pending.firstEntry().getValue().sentAt + LOST_NANOS;
  }
}
