package dev.freshet.cli;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Transports;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.proxy.Proxy;
import dev.freshet.protocol.proxy.ProxyException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How peers are found and spoken to: what `get`, `seed` and `share` share.
@SuppressWarnings("UnusedVariable") // picocli writes them
final class PeeringOptions {
  @Option(
      names = "--no-dht",
      description = "Stay out of the DHT: find peers by trackers and --peer alone.")
  private boolean noDht;

  @Option(
      names = "--dht-bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "A node to begin at in the DHT, instead of the public routers. May be given several"
              + " times.")
  private List<HostPort> dhtBootstrap = new ArrayList<>();

  @Option(
      names = "--no-pex",
      description = "Neither tell peers of other peers nor listen to what they tell.")
  private boolean noPex;

  @Option(
      names = "--no-lsd",
      description = "Neither call out on the local network nor listen to who calls there.")
  private boolean noLsd;

  @Option(
      names = "--no-port-mapping",
      description =
          "Do not ask the gateway of the local network (PCP, NAT-PMP, UPnP) to let others through.")
  private boolean noPortMapping;

  @Option(
      names = "--encryption",
      paramLabel = "MODE",
      completionCandidates = Choices.OfEncryption.class,
      description =
          "When connections are encrypted, so that filters do not see what they are: off; allowed,"
              + " the default: where the peer wants it; preferred: wherever the peer can; required:"
              + " always.")
  private Encryption encryption = Encryption.ALLOWED;

  @Option(
      names = "--transport",
      paramLabel = "KIND",
      completionCandidates = Choices.OfTransports.class,
      description =
          "How connections are carried, those of others too: tcp; utp, which gives way to"
              + " everything else on the line; both, the default: called by TCP first, and by uTP"
              + " where that is not answered.")
  private Transports transports = Transports.BOTH;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "Go through this proxy, socks5://[USER:PASSWORD@]HOST:PORT or the same with http://, and"
              + " never past it: peers, trackers, web seeds, links, the DHT, and the look-up of names."
              + " With http://, and where a SOCKS5 proxy does not relay it, what goes over UDP is off:"
              + " the DHT, uTP, UDP trackers. Calls on the local network and port mapping are off with"
              + " either, and nobody connects to us from outside, unless --bind is given.")
  private @Nullable String proxy;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more: why the gateway lets nobody through, too.")
  private boolean verbose;

  /// Whether the proxy may relay what goes over UDP.
  private boolean proxyRelays;

  /// These options, with what was said here.
  EngineOptions on(EngineOptions options) throws Failure {
    Proxy through = through();
    boolean relayed = through == null || through.relays();
    if (!relayed && transports == Transports.UTP) {
      throw Failure.usage(
          "uTP does not go through an HTTP proxy; leave out --transport utp, or take a SOCKS5 one.");
    }
    if (!relayed && !dhtBootstrap.isEmpty()) {
      throw Failure.usage(
          "the DHT does not go through an HTTP proxy; leave out --dht-bootstrap, or take a SOCKS5"
              + " one.");
    }
    proxyRelays = relayed;
    return options
        .withEncryption(encryption)
        .withTransports(transports)
        .withDht(dht())
        .withMapPorts(!noPortMapping)
        .withProxy(through);
  }

  private @Nullable Proxy through() throws Failure {
    if (proxy == null) {
      return null;
    }
    try {
      return Proxy.parse(proxy);
    } catch (ProxyException e) {
      throw Failure.usage(
          "--proxy is not usable: "
              + e.getMessage()
              + "; give socks5://HOST:PORT or http://HOST:PORT.");
    }
  }

  private DhtOptions dht() {
    if (noDht) {
      return DhtOptions.OFF;
    }
    return dhtBootstrap.isEmpty() ? DhtOptions.mainline() : DhtOptions.beginningAt(dhtBootstrap);
  }

  /// Where peers are looked for beside trackers and the DHT.
  Discovery discovery() {
    return new Discovery(!noPex, !noLsd);
  }

  /// Says what a proxy turns off, and returns who says how we are reached.
  Doorstep doorstep(Shell shell, Watch watch, boolean json) {
    if (proxy != null) {
      shell.message(
          "freshet: through the proxy; "
              + (proxyRelays ? "" : "the DHT, uTP, UDP trackers, ")
              + "calls on the local network and port mapping are off");
    }
    return new Doorstep(shell, watch, json, verbose);
  }
}
