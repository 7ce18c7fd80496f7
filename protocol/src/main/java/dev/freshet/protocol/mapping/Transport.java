package dev.freshet.protocol.mapping;

/// What a mapped port carries.
public enum Transport {
  TCP(6, 2),
  UDP(17, 1);

  private final int number;
  private final int natPmpOpcode;

  Transport(int number, int natPmpOpcode) {
    this.number = number;
    this.natPmpOpcode = natPmpOpcode;
  }

  /// Its number among the protocols of IP.
  int number() {
    return number;
  }

  int natPmpOpcode() {
    return natPmpOpcode;
  }
}
