package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.TrackerUrl;
import dev.freshet.tracker.TrackerOptions;
import dev.freshet.tracker.TrackerServer;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a tracker of ours listens, and under which name others find it.
///
/// @param bind addresses to listen on; empty for all
/// @param name as it stands in URLs, an IPv6 address in brackets
/// @param address the same as an address; null if `name` is a host's name
record TrackerHost(List<IpAddress> bind, String name, @Nullable IpAddress address) {
  /// Where trackers usually are.
  static final int USUAL_PORT = 6969;

  /// From what was given: `host` says how others reach us, else `bound` does, else we find out.
  static TrackerHost of(List<IpAddress> bound, @Nullable String host) throws Failure {
    if (host != null) {
      IpAddress literal = IpAddress.parse(host);
      TrackerHost told = new TrackerHost(bound, literal == null ? host : url(literal), literal);
      if (!told.isUsable()) {
        throw Failure.usage(
            "--host " + Text.plain(host) + " is not a host; give a name or an address.");
      }
      return told;
    }
    IpAddress found =
        bound.isEmpty() || bound.getFirst().isUnspecified()
            ? IpAddress.of(Reachable.address().getAddress())
            : bound.getFirst();
    return new TrackerHost(bound, url(found), found);
  }

  /// Whether clients take the links that it makes, ours among them.
  private boolean isUsable() {
    try {
      return TrackerUrl.parse(announceUrls(USUAL_PORT).getFirst())
          .host()
          .equalsIgnoreCase(address == null ? name : address.toString());
    } catch (AnnounceException e) {
      return false;
    }
  }

  private static String url(IpAddress address) {
    return address.isV4() ? address.toString() : "[" + address + "]";
  }

  /// Opens a tracker; what can go wrong is said in a sentence.
  static TrackerServer open(TrackerOptions options) throws Failure {
    try {
      return TrackerServer.open(options);
    } catch (BindException e) {
      if (options.port() != 0 && String.valueOf(e.getMessage()).contains(" in use")) {
        throw Engines.taken(options.port());
      }
      boolean elsewhere = String.valueOf(e.getMessage()).contains("Cannot assign");
      throw Failure.of(
          e.getMessage()
              + (elsewhere ? "; check --bind." : "; choose another --port, or 0 for any."));
    } catch (IOException e) {
      throw Failure.of("no tracker can be run: " + e.getMessage() + ".");
    }
  }

  /// Its announce URLs, HTTP first.
  List<String> announceUrls(int port) {
    return List.of(
        "http://" + name + ":" + port + "/announce", "udp://" + name + ":" + port + "/announce");
  }
}
