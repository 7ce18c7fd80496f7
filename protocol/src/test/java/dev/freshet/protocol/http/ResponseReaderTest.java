package dev.freshet.protocol.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseReaderTest {
  /// What came of a response that was given in parts of so many bytes.
  private record Outcome(int status, String body, boolean ended, boolean keepsAlive, int unread) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void aBodyOfTheLengthSaidIsReadAndNotMore(int part) throws HttpException {
    String text = "HTTP/1.1 206 Partial\r\nContent-Length: 5\r\nX: y\r\n\r\nhelloHTTP";
    Outcome outcome = read(text, part);
    assertThat(outcome.body).isEqualTo("hello");
    assertThat(outcome.status).isEqualTo(206);
    assertThat(outcome.ended && outcome.keepsAlive).isTrue();
    assertThat(outcome.unread).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void chunksArePutTogether(int part) throws HttpException {
    String head = "HTTP/1.1 200 OK\r\ntransfer-ENCODING:  Chunked \r\n\r\n";
    String chunks = "3\r\nabc\r\n0A;name=\"x\"\r\n0123456789\r\n0\r\ntrailing: field\r\n\r\n";
    assertThat(read(head + chunks, part))
        .isEqualTo(new Outcome(200, "abc0123456789", true, true, 0));
  }

  @Test
  void withoutALengthItEndsWithTheConnection() throws HttpException {
    ResponseReader reader = new ResponseReader();
    ByteBuffer out = ByteBuffer.allocate(100);
    ByteBuffer in = bytes("HTTP/1.0 200 OK\n\nall of it");
    while (in.hasRemaining()) {
      reader.read(in, out);
    }
    assertThat(reader.ended()).isFalse();
    reader.closed();
    assertThat(reader.ended()).isTrue();
    assertThat(reader.keepsAlive()).isFalse();
    assertThat(out.position()).isEqualTo(9);
  }

  @Test
  void anEndInTheMiddleIsNoEnd() {
    for (String text :
        List.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nnine char",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")) {
      assertThatThrownBy(() -> readAndClose(text))
          .isInstanceOf(HttpException.class)
          .hasMessage("closed in the middle of an answer");
    }
    assertThatThrownBy(() -> readAndClose("")).hasMessage("closed without an answer");
  }

  @Test
  void interimAnswersArePassedOverButNotWithoutEnd() throws HttpException {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    assertThat(read(interim + "HTTP/1.1 204 No Content\r\n\r\n", 10).status).isEqualTo(204);
    refused(interim.repeat(9) + "HTTP/1.1 204 No Content\r\n\r\n", "HTTP status 103");
    refused("HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP status 101");
  }

  @Test
  void headsHaveLimits() {
    String line = "HTTP/1.1 200 OK\r\n";
    refused(line + "a: b\r\n".repeat(129) + "\r\n", "too many headers");
    refused(line + "a: " + "x".repeat(ResponseReader.MAX_HEAD), "a header without end");
    refused(line + ("a: " + "x".repeat(1000) + "\r\n").repeat(40), "a header without end");
    String chunked = line + "Transfer-Encoding: chunked\r\n\r\n";
    refused(chunked + "0\r\n" + "a: b\r\n".repeat(10_000), "a header without end");
    refused(chunked + "1;" + "x".repeat(1000), "a header without end");
  }

  @Test
  void whatCanBeReadInTwoWaysIsRefused() {
    String line = "HTTP/1.1 200 OK\r\n";
    refused(line + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "content length");
    refused(line + "Content-Length: 5, 5\r\n\r\n", "content length");
    refused(line + "Content-Length: -1\r\n\r\n", "content length");
    refused(line + "Content-Length: +5\r\n\r\n", "content length");
    refused(line + "Content-Length: 99999999999999999999\r\n\r\n", "content length");
    refused(line + "Transfer-Encoding: gzip, chunked\r\n\r\n", "transfer encoding");
    refused(line + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", "encoding");
    refused(line + "Content-Length : 5\r\n\r\n", "a header that is none");
    refused(line + "X: y\r\n folded\r\n\r\n", "a header that is none");
    refused(line + "no colon\r\n\r\n", "a header that is none");
    String chunked = line + "Transfer-Encoding: chunked\r\n\r\n";
    refused(chunked + "-1\r\n", "a chunk without a size");
    refused(chunked + "0x5\r\n", "a chunk without a size");
    refused(chunked + "ffffffffffffffff\r\n", "a chunk without a size");
    refused(chunked + "\r\n", "a chunk without a size");
    refused(chunked + "3\r\nabcd\r\n", "a chunk longer than it says");
    for (String other : List.of("SSH-2.0-x\r\n\r\n", "HTTP/2 200\r\n\r\n", "\r\n", "ICY 200\n\n")) {
      refused(other, "an answer that is not HTTP");
    }
  }

  @Test
  void aLengthBesideChunksIsPassedOverAndEndsTheConnection() throws HttpException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n";
    String text = head + "1\r\na\r\n0\r\n\r\n";
    assertThat(read(text, 1000)).isEqualTo(new Outcome(200, "a", true, false, 0));
  }

  @Test
  void whoSaysCloseIsNotAskedAgain() throws HttpException {
    assertThat(keeps("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).isTrue();
    assertThat(keeps("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n"))
        .isFalse();
    assertThat(keeps("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")).isFalse();
    assertThat(keeps("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"))
        .isTrue();
  }

  @Test
  void aRequestCannotBeTakenForTwo() {
    HeaderField range = new HeaderField("Range", "bytes=0-1");
    HttpRequest request =
        new HttpRequest("GET", "/a?b=%20", "example.org:81", List.of(range), new byte[0]);
    assertThat(new String(request.encode(), ISO_8859_1))
        .isEqualTo("GET /a?b=%20 HTTP/1.1\r\nhost: example.org:81\r\nrange: bytes=0-1\r\n\r\n");
    for (String bad : List.of("/a b", "/a\r\nx: y", "", "/\u00e9", "/\0")) {
      assertThatThrownBy(() -> new HttpRequest("GET", bad, "h", List.of(), new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new HttpRequest("GET", "/", bad, List.of(), new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new HeaderField("x", "a\r\ny: z"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeaderField("x:", "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean keeps(String text) throws HttpException {
    return read(text, 1000).keepsAlive;
  }

  private static void refused(String text, String clause) {
    for (int part : new int[] {1, 1 << 20}) {
      assertThatThrownBy(() -> read(text, part))
          .isInstanceOf(HttpException.class)
          .hasMessageContaining(clause);
    }
  }

  private static void readAndClose(String text) throws HttpException {
    ResponseReader reader = new ResponseReader();
    ByteBuffer in = bytes(text);
    while (in.hasRemaining()) {
      reader.read(in, ByteBuffer.allocate(100));
    }
    reader.closed();
  }

  /// Gives it in parts, and takes the body in pieces of three bytes.
  private static Outcome read(String text, int part) throws HttpException {
    ResponseReader reader = new ResponseReader();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ByteBuffer all = bytes(text);
    while (all.hasRemaining() && !reader.ended()) {
      int length = Math.min(part, all.remaining());
      ByteBuffer in = all.slice(all.position(), length);
      while (in.hasRemaining() && !reader.ended()) {
        ByteBuffer out = ByteBuffer.allocate(3);
        reader.read(in, out);
        body.write(out.array(), 0, out.position());
      }
      all.position(all.position() + in.position());
    }
    ResponseHead head = reader.head();
    return new Outcome(
        head == null ? 0 : head.status(),
        body.toString(ISO_8859_1),
        reader.ended(),
        reader.keepsAlive(),
        all.remaining());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }
}
