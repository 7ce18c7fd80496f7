package dev.freshet.protocol.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BencodeWriterTest {
  private static String text(BencodeWriter out) {
    return new String(out.toBytes(), ISO_8859_1);
  }

  @Test
  void theExamplesOfBep3AreWritten() {
    assertThat(text(new BencodeWriter().string("spam"))).isEqualTo("4:spam");
    assertThat(text(new BencodeWriter().integer(-3))).isEqualTo("i-3e");
    assertThat(text(new BencodeWriter().list().string("spam").string("eggs").end()))
        .isEqualTo("l4:spam4:eggse");
    assertThat(
            text(
                new BencodeWriter()
                    .dict()
                    .key("cow")
                    .string("moo")
                    .key("spam")
                    .list()
                    .string("a")
                    .string("b")
                    .end()
                    .end()))
        .isEqualTo("d3:cow3:moo4:spaml1:a1:bee");
  }

  @Test
  void rawBytesStandAsTheyAre() {
    byte[] info = "d1:bi1e1:ai2ee".getBytes(ISO_8859_1);
    assertThat(text(new BencodeWriter().dict().key("info").raw(info).end()))
        .isEqualTo("d4:infod1:bi1e1:ai2eee");
  }

  @Test
  void longStringsGrowTheRoom() {
    assertThat(new BencodeWriter().string(new byte[100_000]).toBytes()).hasSize(100_007);
  }

  @Test
  void keysMustAscend() {
    assertThatThrownBy(() -> new BencodeWriter().dict().key("b").integer(1).key("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("key \"a\" does not come after \"b\"");
    assertThatThrownBy(() -> new BencodeWriter().dict().key("a").integer(1).key("a"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatWouldNotBeBencodeIsRefused() {
    assertThatThrownBy(() -> new BencodeWriter().dict().integer(1))
        .hasMessage("a value without a key");
    assertThatThrownBy(() -> new BencodeWriter().dict().key("a").end())
        .hasMessage("a key without a value");
    assertThatThrownBy(() -> new BencodeWriter().dict().key("a").key("b"))
        .hasMessage("no key is due");
    assertThatThrownBy(() -> new BencodeWriter().list().key("a")).hasMessage("no key is due");
    assertThatThrownBy(() -> new BencodeWriter().end()).hasMessage("nothing to end");
    assertThatThrownBy(() -> new BencodeWriter().integer(1).integer(2))
        .hasMessage("a second value");
    assertThatThrownBy(() -> new BencodeWriter().list().toBytes())
        .hasMessage("the value is not complete");
    assertThatThrownBy(() -> new BencodeWriter().toBytes()).hasMessage("the value is not complete");
  }
}
