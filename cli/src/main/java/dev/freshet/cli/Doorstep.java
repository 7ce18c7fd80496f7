package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.core.api.PortMapping;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.List;

/// Says where we are when this machine has moved to another network, and how we are reached from
/// beyond the gateway: once it is known, and again when it changes. That it maps nothing is said
/// only to who wants to know, for most transfers do well without.
final class Doorstep {
  private final Shell shell;
  private final Watch watch;
  private final boolean json;
  private final boolean verbose;
  private String said = "";
  private List<IpAddress> here = List.of();

  Doorstep(Shell shell, Watch watch, boolean json, boolean verbose) {
    this.shell = shell;
    this.watch = watch;
    this.json = json;
    this.verbose = verbose;
  }

  /// Says what is new.
  void look() {
    lookHere();
    lookOutside();
  }

  private void lookHere() {
    List<IpAddress> now = watch.addresses();
    if (now.equals(here)) {
      return;
    }
    here = now;
    List<String> all = now.stream().map(IpAddress::toString).toList();
    if (json) {
      shell.result(new Json().put("event", "moved").put("addresses", all));
    } else {
      shell.message(
          "freshet: the network has changed, this machine is at %s now; trackers and peers are told"
              .formatted(String.join(", ", all)));
    }
  }

  private void lookOutside() {
    PortMapping mapping = watch.mapping();
    String refused = verbose ? watch.notMapped() : "";
    String news = mapping == null ? refused : sentence(mapping);
    if (news.isEmpty() || news.equals(said)) {
      return;
    }
    said = news;
    if (json && mapping != null) {
      shell.result(json(mapping));
    } else {
      shell.message("freshet: " + news);
    }
  }

  private static String sentence(PortMapping mapping) {
    Endpoint at = mapping.peers();
    return "the gateway lets peers through at %s (%s)"
        .formatted(at == null ? "its port " + mapping.tcpPort() : at, mapping.method());
  }

  private static Json json(PortMapping mapping) {
    Endpoint at = mapping.peers();
    return new Json()
        .put("event", "mapped")
        .put("external_address", at == null ? "" : at.toString())
        .put("external_port", mapping.tcpPort())
        .put("external_udp_port", mapping.udpPort())
        .put("method", mapping.method());
  }
}
