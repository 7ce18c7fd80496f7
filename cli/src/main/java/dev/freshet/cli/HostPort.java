package dev.freshet.cli;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// A host by name or address, and a port from 1 on, as people write it.
record HostPort(String host, int port) {
  /// Null if `text` is not `HOST:PORT`; an IPv6 address stands in brackets.
  static @Nullable HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()
        || host.contains(":") != bracketed
        || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return null;
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    return port < 1 || port > 0xffff ? null : new HostPort(host, port);
  }

  /// Looks the name up.
  Endpoint resolve() throws Failure {
    try {
      return new Endpoint(IpAddress.of(InetAddress.getByName(host).getAddress()), port);
    } catch (UnknownHostException e) {
      throw Failure.of("the host " + host + " is not known; check its name or give its address.");
    }
  }
}
