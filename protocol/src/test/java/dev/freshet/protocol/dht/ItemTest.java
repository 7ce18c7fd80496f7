package dev.freshet.protocol.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ItemTest {
  private static final Opaque HELLO = text("12:Hello World!");
  private static final Opaque KEY =
      hex("77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548");
  private static final Opaque PLAIN =
      hex(
          "305ac8aeb6c9c151fa120f120ea2cfb923564e11552d06a5d856091e5e853cff"
              + "1260d3f39e4999684aa92eb73ffd136e6f4f3ecbfda0ce53a1608ecd7ae21f01");
  private static final Opaque SALTED =
      hex(
          "6834284b6b24c3204eb2fea824d82f88883a3d95e8b4a21b8c0ded553d17d17d"
              + "df9a8a7104b1258f30bed3787e6cb896fca78c58f8e03b5f18f14951a87d9a08");

  @Test
  void theVectorsOfBep44Hold() {
    assertThat(new Item.Immutable(HELLO).target())
        .hasToString("e5f96f6f38320f0f33959cb4d3d656452117aadb");
    Item.Mutable plain = new Item.Mutable(KEY, Opaque.NONE, 1, PLAIN, HELLO);
    assertThat(plain.target()).hasToString("4a533d47ec9c7d95b1ad75f576cffc641853b750");
    assertThat(plain.isGenuine()).isTrue();
    Item.Mutable salted = new Item.Mutable(KEY, text("foobar"), 1, SALTED, HELLO);
    assertThat(salted.target()).hasToString("411eba73b6f087ca51a3795d9c8c938d365e32c1");
    assertThat(salted.isGenuine()).isTrue();
  }

  @Test
  void whatTheOwnerDidNotSignIsNotGenuine() {
    assertThat(new Item.Mutable(KEY, Opaque.NONE, 2, PLAIN, HELLO).isGenuine()).isFalse();
    assertThat(new Item.Mutable(KEY, text("foobar"), 1, PLAIN, HELLO).isGenuine()).isFalse();
    assertThat(new Item.Mutable(KEY, Opaque.NONE, 1, PLAIN, text("2:hi")).isGenuine()).isFalse();
    Opaque noPoint = Opaque.of(new byte[32]);
    Opaque beyond = hex("ff".repeat(32));
    assertThat(new Item.Mutable(noPoint, Opaque.NONE, 1, PLAIN, HELLO).isGenuine()).isFalse();
    assertThat(new Item.Mutable(beyond, Opaque.NONE, 1, PLAIN, HELLO).isGenuine()).isFalse();
    Opaque junk = hex("ff".repeat(64));
    assertThat(new Item.Mutable(KEY, Opaque.NONE, 1, junk, HELLO).isGenuine()).isFalse();
  }

  @Test
  void whatWeSignIsGenuine() {
    // RFC 8032, test 1
    Opaque secret = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Opaque key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    Item.Mutable signed = Item.Mutable.signed(secret, key, text("a"), 7, HELLO);
    assertThat(signed.isGenuine()).isTrue();
    assertThat(signed.withSalt(text("b")).isGenuine()).isFalse();
    assertThat(Item.Mutable.signed(secret, key, text("a"), 7, HELLO)).isEqualTo(signed);
  }

  private static Opaque hex(String digits) {
    return Opaque.of(HexFormat.of().parseHex(digits));
  }

  private static Opaque text(String text) {
    return Opaque.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
