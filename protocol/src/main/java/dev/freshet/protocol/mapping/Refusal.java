package dev.freshet.protocol.mapping;

/// Why a gateway does not map a port.
public enum Refusal {
  VERSION("it speaks another version"),
  NOT_AUTHORIZED("it is told not to"),
  NO_NETWORK("it has no network outside"),
  NO_RESOURCES("it has no room for another"),
  ADDRESS("there is another gateway before it"),
  OTHER("it refuses");

  private final String clause;

  Refusal(String clause) {
    this.clause = clause;
  }

  /// One clause for people.
  public String clause() {
    return clause;
  }
}
