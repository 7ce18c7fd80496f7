package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.http.HttpException;
import dev.freshet.protocol.http.ResponseReader;
import java.nio.ByteBuffer;
import java.util.Map;

/// What web servers answer.
final class WebTargets {
  private static final int ROOM = 512;

  private WebTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("http-answer", Target.of(WebTargets::answer));
  }

  /// However the bytes come, the same is read out of them.
  private static void answer(byte[] input) {
    String whole = read(input, Math.max(1, input.length));
    claim(whole.equals(read(input, 1)), "another answer, byte by byte");
  }

  private static String read(byte[] input, int part) {
    ResponseReader reader = new ResponseReader();
    ByteBuffer in = ByteBuffer.wrap(input);
    ByteBuffer out = ByteBuffer.allocate(ROOM);
    String end = "in the middle";
    long body = 0;
    long sum = 0;
    try {
      while (in.position() < input.length && !reader.ended()) {
        in.limit(Math.min(in.position() + part, input.length));
        while (in.hasRemaining() && !reader.ended()) {
          out.clear();
          try {
            reader.read(in, out);
          } finally {
            body += out.position();
            out.flip();
            while (out.hasRemaining()) {
              sum = sum * 31 + out.get();
            }
          }
        }
      }
      end = "ended before " + (input.length - in.position());
      reader.closed();
    } catch (HttpException refused) {
      end = refused.clause();
    }
    claim(body <= input.length, "a body out of nothing");
    return end + ' ' + reader.head() + ' ' + body + ' ' + sum;
  }
}
