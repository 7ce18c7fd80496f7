package dev.freshet.net;

import dev.freshet.protocol.proxy.Proxy;
import dev.freshet.protocol.proxy.Target;
import dev.freshet.protocol.proxy.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// Has a proxy connect us further, for those who wait for it.
final class Tunnels {
  private Tunnels() {}

  /// Talks with the proxy on this connection until it leads to the target.
  ///
  /// @throws ProxyTrouble if it does not
  static void open(Socket socket, Proxy proxy, Target to, Patience patience) throws IOException {
    Tunnel tunnel = Tunnel.of(proxy, to);
    Tunnel.Step step = new Tunnel.Step.Say(tunnel.greeting());
    while (!(step instanceof Tunnel.Step.Open)) {
      switch (step) {
        case Tunnel.Step.Say(ByteBuffer words) ->
            socket.getOutputStream().write(words.array(), words.arrayOffset(), words.limit());
        case Tunnel.Step.Refused(String reason, boolean byProxy) ->
            throw byProxy ? ProxyTrouble.of(proxy, reason) : ProxyTrouble.beyond(reason);
        case Tunnel.Step.More _, Tunnel.Step.Open _ -> {}
      }
      step = next(socket, tunnel, patience);
    }
  }

  /// One byte at a time: what stands behind the talk is not for us.
  private static Tunnel.Step next(Socket socket, Tunnel tunnel, Patience patience)
      throws IOException {
    InputStream in = socket.getInputStream();
    socket.setSoTimeout(patience.leftMillis());
    int next = in.read();
    if (next < 0) {
      throw ProxyTrouble.beyond("the proxy hung up");
    }
    return tunnel.received(ByteBuffer.wrap(new byte[] {(byte) next}));
  }
}
