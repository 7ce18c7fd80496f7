package dev.freshet.core.api;

/// How what goes over UDP leaves us.
public enum Datagrams {
  /// As it is.
  DIRECT,
  /// By somebody in between, who looks names up too. Others see that one's address and mostly
  /// cannot begin to talk to us, so in the DHT we only ask; nothing is called on the local network.
  RELAYED,
  /// Not at all: nothing leaves us but TCP connections and what is asked over HTTP.
  NONE
}
