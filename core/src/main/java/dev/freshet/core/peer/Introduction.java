package dev.freshet.core.peer;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.ClientName;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.Handshake;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a peer has said of itself: who it is, what it speaks, where it listens.
public final class Introduction {
  private final Map<Extension, Integer> extensionIds = new EnumMap<>(Extension.class);
  private @Nullable Handshake hello;
  private String client = "";
  private int listenPort;
  private int metadataSize;
  private boolean uploadOnly;
  private @Nullable IpAddress ourIp;

  Introduction() {}

  void heard(Handshake handshake) {
    hello = handshake;
    client = ClientName.of(handshake.peerId());
  }

  void heard(ExtensionHandshake handshake) {
    for (Extension extension : Extension.values()) {
      Integer id = handshake.ids().get(extension.key());
      if (id != null) {
        extensionIds.put(extension, id);
      }
    }
    client = handshake.client().isEmpty() ? client : handshake.client();
    // nobody moves while we talk, so the first word counts
    listenPort = listenPort == 0 ? handshake.port() : listenPort;
    metadataSize = handshake.metadataSize();
    uploadOnly = handshake.uploadOnly();
    ourIp = handshake.yourIp();
  }

  void uploadOnly(boolean on) {
    uploadOnly = on;
  }

  /// What the peer said first; null before that.
  public @Nullable Handshake hello() {
    return hello;
  }

  /// The peer's id; null before its handshake.
  public @Nullable PeerId peerId() {
    return hello == null ? null : hello.peerId();
  }

  /// Name and version of the peer's program, as far as it can be told.
  public String client() {
    return client;
  }

  /// Whether both sides speak the fast extension (we always do).
  public boolean fast() {
    return hello != null && hello.has(Handshake.FAST);
  }

  /// Whether the peer speaks the extension protocol.
  public boolean extended() {
    return hello != null && hello.has(Handshake.EXTENSIONS);
  }

  /// The id that the peer gave this extension; 0 if it does not speak it.
  int id(Extension extension) {
    return extensionIds.getOrDefault(extension, 0);
  }

  /// Whether the peer takes messages of this extension.
  public boolean speaks(Extension extension) {
    return id(extension) != 0;
  }

  /// The port that the peer says it listens on; 0 if it does not say.
  public int listenPort() {
    return listenPort;
  }

  /// The size of the info dictionary as the peer claims it; 0 if it does not.
  public int metadataSize() {
    return metadataSize;
  }

  /// Whether the peer says that it wants nothing (BEP 21).
  boolean uploadOnly() {
    return uploadOnly;
  }

  /// At which address the peer says it sees us; null if it does not say.
  public @Nullable IpAddress ourIp() {
    return ourIp;
  }
}
