package dev.freshet.protocol.wire;

import dev.freshet.protocol.IpAddress;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The handshake of the extension protocol (BEP 10). Numbers that were absent are 0.
///
/// @param ids which message id the sender wants for which extension, sorted by name; an id of 0
///   turns it off
/// @param client name and version for people; empty if absent
/// @param port where the sender listens, 0 to 65535
/// @param requestQueue how many requests the sender takes at once (`reqq`)
/// @param metadataSize bytes of the info dictionary (BEP 9); not to be believed unchecked
/// @param uploadOnly the sender wants nothing (BEP 21)
/// @param yourIp the receiver's address as the sender sees it
public record ExtensionHandshake(
    Map<String, Integer> ids,
    String client,
    int port,
    int requestQueue,
    int metadataSize,
    boolean uploadOnly,
    @Nullable IpAddress yourIp) {
  public ExtensionHandshake {
    ids = Collections.unmodifiableSortedMap(new TreeMap<>(ids));
  }
}
