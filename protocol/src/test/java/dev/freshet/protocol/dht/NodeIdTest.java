package dev.freshet.protocol.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NodeIdTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void distancesAreThoseOfTheNumbers() {
    for (int i = 0; i < 500; i++) {
      NodeId target = NodeId.random(random);
      NodeId a = target.sharing(random.nextInt(160), random);
      NodeId b = target.sharing(random.nextInt(160), random);
      int expected = number(a).xor(number(target)).compareTo(number(b).xor(number(target)));
      assertThat(target.byDistance().compare(a, b)).isEqualTo(expected);
      assertThat(target.distance(a).compareTo(target.distance(b))).isEqualTo(expected);
    }
  }

  @Test
  void anIdSharesJustTheBitsAskedFor() {
    NodeId id = NodeId.random(random);
    for (int shared = 0; shared < NodeId.BITS; shared++) {
      assertThat(id.sharedBits(id.sharing(shared, random))).isEqualTo(shared);
    }
    assertThat(id.sharedBits(id)).isEqualTo(160);
  }

  @Test
  void bytesComeBack() {
    NodeId id = NodeId.random(random);
    assertThat(NodeId.of(id.bytes())).isEqualTo(id);
    assertThat(NodeId.of(id.hash())).isEqualTo(id);
    assertThat(id.toString()).isEqualTo(HexFormat.of().formatHex(id.bytes()));
    List<NodeId> ids = new ArrayList<>(List.of(id, NodeId.random(random), new NodeId(0, -1, 0)));
    ids.sort(Comparator.naturalOrder());
    assertThat(ids).isSortedAccordingTo(Comparator.comparing(NodeIdTest::number));
  }

  @Test
  void theVectorsOfBep42Fit() {
    fits("124.31.75.21", "5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401");
    fits("21.75.31.124", "5a3ce9c14e7a08645677bbd1cfe7d8f956d53256");
    fits("65.23.51.170", "a5d43220bc8f112a3d426c84764f8c2a1150e616");
    fits("84.124.73.14", "1b0321dd1bb1fe518101ceef99462b947a01ff41");
    fits("43.213.53.83", "e56f6cbf5b7c4be0237986d5243b87aa6d51305a");
  }

  @Test
  void idsMadeForAnAddressFitItAndNoOther() {
    for (String text : List.of("8.8.8.8", "2001:db8::1", "203.0.113.200")) {
      NodeId id = SecureId.of(ip(text), random);
      assertThat(SecureId.fits(id, ip(text))).isTrue();
      assertThat(SecureId.fits(id, ip("77.1.2.3"))).isFalse();
      assertThat(SecureId.fits(id, ip("2a00:1450::1"))).isFalse();
    }
    for (String local : List.of("10.1.1.1", "127.0.0.1", "192.168.1.1", "fe80::1", "::1")) {
      assertThat(SecureId.fits(NodeId.random(random), ip(local))).isTrue();
    }
  }

  private static void fits(String ip, String id) {
    NodeId node = NodeId.of(HexFormat.of().parseHex(id));
    assertThat(SecureId.fits(node, ip(ip))).isTrue();
    assertThat(SecureId.fits(node.sharing(20, new SplittableRandom(1)), ip(ip))).isFalse();
    assertThat(SecureId.fits(node.sharing(157, new SplittableRandom(1)), ip(ip))).isFalse();
  }

  private static IpAddress ip(String text) {
    return Objects.requireNonNull(IpAddress.parse(text));
  }

  private static BigInteger number(NodeId id) {
    return new BigInteger(1, id.bytes());
  }
}
