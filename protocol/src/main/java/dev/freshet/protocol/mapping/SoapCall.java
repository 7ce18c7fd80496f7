package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;

/// A call of a gateway's service.
///
/// @param action the name in the header of the request
/// @param body the XML
public record SoapCall(String action, String body) {
  /// Asks for the address that others see.
  public static SoapCall externalAddress(GatewayService service) {
    return of(service, "GetExternalIPAddress", "");
  }

  /// Maps a port, or renews that: on this port and no other, but for a service that chooses one.
  ///
  /// @param leaseSeconds how long; 0 for good, which is all that some gateways can
  public static SoapCall map(
      GatewayService service,
      Transport transport,
      int externalPort,
      IpAddress client,
      int internalPort,
      int leaseSeconds) {
    return of(
        service,
        service.choosesPorts() ? "AddAnyPortMapping" : "AddPortMapping",
        port(externalPort, transport)
            + argument("NewInternalPort", internalPort)
            + argument("NewInternalClient", client)
            + argument("NewEnabled", 1)
            + argument("NewPortMappingDescription", "Freshet")
            + argument("NewLeaseDuration", leaseSeconds));
  }

  /// Ends a mapping.
  public static SoapCall unmap(GatewayService service, Transport transport, int externalPort) {
    return of(service, "DeletePortMapping", port(externalPort, transport));
  }

  private static String port(int externalPort, Transport transport) {
    return argument("NewRemoteHost", "")
        + argument("NewExternalPort", externalPort)
        + argument("NewProtocol", transport);
  }

  /// Numbers, names and addresses of ours, in which nothing needs escaping.
  private static String argument(String name, Object value) {
    return "<" + name + ">" + value + "</" + name + ">";
  }

  private static SoapCall of(GatewayService service, String action, String arguments) {
    String body =
        "<?xml version=\"1.0\"?>\r\n"
            + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>"
            + "<u:%1$s xmlns:u=\"%2$s\">%3$s</u:%1$s></s:Body></s:Envelope>\r\n";
    return new SoapCall(
        "\"" + service.type() + "#" + action + "\"",
        body.formatted(action, service.type(), arguments));
  }
}
