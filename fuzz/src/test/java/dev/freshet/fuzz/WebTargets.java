package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.http.HttpException;
import dev.freshet.protocol.http.ResponseReader;
import dev.freshet.protocol.proxy.Proxy;
import dev.freshet.protocol.proxy.Relayed;
import dev.freshet.protocol.proxy.Tunnel;
import java.nio.ByteBuffer;
import java.util.Map;

/// What web servers answer.
final class WebTargets {
  private static final int ROOM = 512;
  private static final dev.freshet.protocol.proxy.Target BEYOND =
      new dev.freshet.protocol.proxy.Target("host", 80);

  private WebTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("http-answer", Target.of(WebTargets::answer));
    all.put("http-proxy-answer", Target.of(input -> talk(input, Proxy.Kind.HTTP)));
    all.put("socks-answer", Target.of(input -> talk(input, Proxy.Kind.SOCKS5)));
    all.put("socks-datagram", Target.of(WebTargets::relayed));
  }

  /// However the bytes come, the same is read out of them.
  private static void answer(byte[] input) {
    String whole = read(input, Math.max(1, input.length));
    claim(whole.equals(read(input, 1)), "another answer, byte by byte");
  }

  /// However the bytes come, the talk ends in the same way, and at the same byte.
  private static void talk(byte[] input, Proxy.Kind kind) {
    Proxy proxy = new Proxy(kind, "proxy", 1080, new Proxy.Login("user", "password"));
    String whole = talk(input, proxy, Math.max(1, input.length));
    claim(whole.equals(talk(input, proxy, 1)), "another end, byte by byte");
  }

  /// What is taken of a relayed datagram is what was put into it.
  private static void relayed(byte[] input) {
    Relayed relayed = Relayed.of(ByteBuffer.wrap(input));
    if (relayed == null || relayed.from().port() == 0) {
      return;
    }
    ByteBuffer again = ByteBuffer.allocate(Relayed.MAX_HEADER + input.length);
    Relayed.head(dev.freshet.protocol.proxy.Target.of(relayed.from()), again);
    again.put(relayed.bytes().duplicate()).flip();
    Relayed twice = Relayed.of(again);
    claim(twice != null && twice.from().equals(relayed.from()), "another sender");
    claim(twice != null && twice.bytes().equals(relayed.bytes()), "other bytes");
  }

  private static String talk(byte[] input, Proxy proxy, int part) {
    Tunnel tunnel = Tunnel.of(proxy, BEYOND);
    ByteBuffer in = ByteBuffer.wrap(input);
    Tunnel.Step step = new Tunnel.Step.Say(tunnel.greeting());
    while (step instanceof Tunnel.Step.Say
        || (step instanceof Tunnel.Step.More && in.position() < input.length)) {
      in.limit(Math.min(in.position() + part, input.length));
      step = tunnel.received(in);
    }
    return step + " at " + in.position();
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
