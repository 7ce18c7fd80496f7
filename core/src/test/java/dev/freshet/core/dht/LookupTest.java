package dev.freshet.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A lookup among nodes of which some name only each other.
final class LookupTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeId target = NodeId.random(random);
  private final List<Contact> true8 = nodes(8, 11);
  private final List<Contact> liars = nodes(8, 8);

  /// Nodes that share so many bits with the target.
  private List<Contact> nodes(int count, int bits) {
    List<Contact> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Endpoint at = new Endpoint(IpAddress.v4(0x0a00_0000 + random.nextInt(1 << 24)), 1024 + i);
      nodes.add(new Contact(target.sharing(bits, random), at));
    }
    return nodes;
  }

  /// Those closest to the target that have answered, where the four closest that are known at first
  /// are liars and four farther ones are honest.
  private List<Contact> found(double usual) {
    List<Contact> first = nodes(4, 4);
    List<Contact> known = new ArrayList<>(first);
    known.addAll(nodes(4, 3));
    Lookup lookup = new Lookup(NodeId.random(random), usual, target, new Purpose.Nodes(), known);
    for (Candidate next = lookup.next(); next != null; next = lookup.next()) {
      boolean lying = first.contains(next.contact) || liars.contains(next.contact);
      lookup.answered(next, Answer.DONE.withNodes(lying ? liars : true8), true);
    }
    assertThat(lookup.isOver()).isTrue();
    return lookup.closest().stream().map(candidate -> candidate.contact).toList();
  }

  @Test
  void whoAreTooFarApartAreNotAll() {
    double usual = target.distance(target.sharing(10, random)).toDouble();
    assertThat(found(usual)).containsExactlyInAnyOrderElementsOf(true8);
  }

  @Test
  void whereNothingIsKnownOfTheDistancesTheClosestWillDo() {
    assertThat(found(Double.POSITIVE_INFINITY)).containsExactlyInAnyOrderElementsOf(liars);
  }
}
