package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transports;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.magnet.Magnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A node behind a proxy that does not work.
final class BehindAProxyTest {
  private static final long MINUTES = 10 * 60_000_000_000L;
  private static final String TROUBLE = "the proxy p:1080 cannot be used: connection refused";

  private static final String LINK =
      "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567"
          + "&tr=udp://tracker.test:6969/announce&tr=http://tracker.test:6969/announce";

  private final Outbox outbox = new Outbox();
  private final List<Effect> all = new ArrayList<>();
  private @Nullable TorrentStatus status;

  @Test
  void nothingLeavesButStreamsAndAProxyThatIsDownCostsNobodyTheirPlace() throws Exception {
    Node node =
        new Node(
            NodeOptions.defaults().withListenPort(6881).withDatagrams(Datagrams.NONE),
            new SplittableRandom(1));
    Magnet magnet = Magnet.parse(LINK);
    Endpoint peer = Objects.requireNonNull(Endpoint.parse("192.0.2.1:6881"));
    TorrentOptions options = TorrentOptions.in("x").withPeers(List.of(peer));
    long now = 0;
    long next = step(node, now, new Input.Asked(new Command.AddMagnet(0, magnet, options)));
    while (now < MINUTES) {
      now = Math.max(next, now + 1);
      next = step(node, now, new Input.Tick());
    }
    assertThat(all)
        .noneMatch(BehindAProxyTest::passesBy)
        .anyMatch(NetEffect.Fetch.class::isInstance);
    assertThat(all.stream().filter(NetEffect.Connect.class::isInstance)).hasSizeGreaterThan(60);
    TorrentStatus last = Objects.requireNonNull(status);
    assertThat(last.explanation())
        .isEqualTo("No peer can be reached: " + TROUBLE + "; trying again.");
    assertThat(last.trackers())
        .anySatisfy(tracker -> {
          assertThat(tracker.url()).startsWith("udp:");
          assertThat(tracker.message()).isEqualTo("UDP does not go through the proxy");
        });
  }

  @Test
  void whatIsRelayedGoesByNameAndWhyItDoesNotIsSaid() throws Exception {
    Node node =
        new Node(
            NodeOptions.defaults()
                .withListenPort(6881)
                .withTransports(Transports.BOTH)
                .withDht(DhtOptions.beginningAt(List.of(new HostPort("router.test", 25401))), 6881)
                .withMapPorts(true)
                .withDatagrams(Datagrams.RELAYED),
            new SplittableRandom(1));
    TorrentOptions options = TorrentOptions.in("x");
    long next =
        step(node, 0, new Input.Asked(new Command.AddMagnet(0, Magnet.parse(LINK), options)));
    step(node, next, new Input.Tick());
    assertThat(all)
        .noneMatch(BehindAProxyTest::passesBy)
        .anyMatch(effect ->
            effect instanceof NetEffect.SendToName(String host, int port, var _)
                && host.equals("tracker.test")
                && port == 6969)
        .anyMatch(effect ->
            effect instanceof NetEffect.SendToName(String host, int port, var _)
                && host.equals("router.test")
                && port == 25401);
    String trouble = "the proxy p:1080 relays no datagrams: it does not know how";
    step(node, next + 1, new NetInput.RelayFailed(trouble));
    step(node, next + 2_000_000_000L, new Input.Tick());
    assertThat(Objects.requireNonNull(status).trackers())
        .anySatisfy(tracker -> {
          assertThat(tracker.url()).startsWith("udp:");
          assertThat(tracker.message()).isEqualTo(trouble);
        });
  }

  private static boolean passesBy(Effect effect) {
    return effect instanceof NetEffect.SendDatagram
        || effect instanceof NetEffect.CallGroup
        || effect instanceof NetEffect.Resolve
        || effect instanceof NetEffect.FindGateway;
  }

  private long step(Node node, long now, Input input) {
    long next = node.step(now, input, outbox);
    for (Effect effect : outbox.drain()) {
      all.add(effect);
      switch (effect) {
        case NetEffect.Connect(int conn, Endpoint _) ->
            next = step(node, now, new NetInput.Closed(conn, TROUBLE, true));
        case NetEffect.Fetch fetch ->
            next = step(node, now, new NetInput.FetchFailed(fetch.request(), TROUBLE));
        case Effect.Notify(Event.StatusChanged(int _, TorrentStatus news)) -> status = news;
        default -> {}
      }
    }
    return next;
  }
}
