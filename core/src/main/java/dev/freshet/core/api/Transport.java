package dev.freshet.core.api;

/// How the bytes of a connection are carried.
public enum Transport {
  /// By the kernel's TCP.
  TCP,
  /// In UDP datagrams, giving way to everything else on the line (BEP 29).
  UTP
}
