package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.cli.AnyScenario;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.net.NetLoop;
import dev.freshet.net.NetOptions;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import dev.freshet.tracker.Desks;
import dev.freshet.tracker.TrackerOptions;
import dev.freshet.tracker.TrackerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What has sockets, files or a memory: our tracker, our HTTP client, scenario files.
final class LiveTargets {
  private static final IpAddress SOURCE = IpAddress.v4(0x0a000001);
  private static final int MOST_ANSWER = 64 << 10;
  private static final int PATIENCE_MILLIS = 20_000;

  private LiveTargets() {}

  static void addTo(Map<String, Target> all) {
    Desks desks = new Desks();
    all.put("tracker-http-query", Target.live(input -> query(desks, input)));
    all.put("tracker-udp", Target.live(input -> udp(desks, input)));
    all.put("tracker-udp-known", Target.live(input -> udpKnown(desks, input)));
    all.put("tracker-http-socket", Target.live(LiveTargets::socket));
    all.put("http-fetch", Target.live(LiveTargets::answer));
    all.put("cli-scenario", Target.live(AnyScenario::read));
    all.put(
        "host-port", Target.of(input -> HostPort.parse(new String(input, StandardCharsets.UTF_8))));
  }

  private static void query(Desks desks, byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int end = Math.max(0, text.indexOf('?'));
    byte[] body = desks.http(text.substring(0, end), text.substring(end), SOURCE);
    claim(body.length <= MOST_ANSWER, "an answer of " + body.length + " bytes");
    desks.http("/announce", text, SOURCE);
    desks.http("/scrape", text, SOURCE);
  }

  private static void udp(Desks desks, byte[] input) {
    ByteBuffer answer = desks.udp(input, SOURCE);
    claim(answer == null || answer.remaining() <= input.length, "more comes back than was sent");
  }

  private static void udpKnown(Desks desks, byte[] input) {
    ByteBuffer answer = desks.udpKnown(input, SOURCE);
    claim(answer == null || answer.remaining() <= 1500, "more than fits into a packet");
  }

  /// One tracker for all inputs: it has to answer them all.
  private static final class Server {
    private static final TrackerServer SERVER = open();

    private static TrackerServer open() {
      try {
        return TrackerServer.open(
            TrackerOptions.defaults().withBind(List.of(IpAddress.v4(0x7f000001))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void socket(byte[] input) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Server.SERVER.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(input);
        socket.shutdownOutput();
        int answered = socket.getInputStream().readNBytes(MOST_ANSWER).length;
        claim(answered < Math.max(MOST_ANSWER, 64 * input.length), "answers without end");
      } catch (SocketException cutOff) {
        // it need not hear nonsense to its end
      }
    }
  }

  /// A web server that answers with the input, and our client.
  private static void answer(byte[] input) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        NetLoop loop =
            NetLoop.open(NetOptions.defaults().withBind(List.of(IpAddress.v4(0x7f000001))))) {
      Thread answering = Thread.startVirtualThread(() -> answerAll(server, input));
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      loop.perform(new NetEffect.Fetch(1, url, MOST_ANSWER, TimeUnit.SECONDS.toNanos(2)));
      List<NetInput> told = new ArrayList<>();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (told.isEmpty() && System.nanoTime() - deadline < 0) {
        loop.poll(TimeUnit.MILLISECONDS.toNanos(50), told::add);
      }
      answering.interrupt();
      claim(told.size() == 1, "says " + told);
      switch (told.getFirst()) {
        case NetInput.Fetched(long _, int status, byte[] body) ->
            claim(status >= 100 && body.length <= MOST_ANSWER, "takes too much");
        case NetInput.FetchFailed(long _, String reason) -> claim(!reason.isBlank(), "no reason");
        case NetInput other -> claim(false, "says " + other);
      }
    }
  }

  private static void answerAll(ServerSocket server, byte[] input) {
    while (!server.isClosed()) {
      try (Socket asked = server.accept()) {
        int read = asked.getInputStream().read(new byte[4096]);
        if (read > 0) {
          asked.getOutputStream().write(input);
        }
      } catch (IOException hungUp) {
        // as it may
      }
    }
  }
}
