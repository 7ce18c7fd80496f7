package dev.freshet.protocol.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What UPnP gateways say, and what liars might.
class UpnpTextsTest {
  private static final DeviceUrl FROM = url("http://192.168.1.1:5000/root/desc.xml");

  private static final String DESCRIPTION =
      """
      <?xml version="1.0"?>
      <root xmlns="urn:schemas-upnp-org:device-1-0">%s<device><deviceList><device><serviceList>
      <service><serviceType>urn:schemas-upnp-org:service:WANPPPConnection:1</serviceType>
      <controlURL>/ppp</controlURL></service>
      <service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>
      <controlURL>%s</controlURL></service></serviceList></device></deviceList></device></root>
      rubbish of some devices\
      """;

  private static DeviceUrl url(String text) {
    return Objects.requireNonNull(DeviceUrl.parse(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] description(String base, String control) {
    return utf8(DESCRIPTION.formatted(base, control));
  }

  @Test
  void onlyHttpToAnAddressIsADevice() {
    assertThat(url("http://192.168.1.1/x")).hasToString("http://192.168.1.1:80/x");
    assertThat(url("HTTP://[fe80::1]:5000")).hasToString("http://[fe80::1]:5000/");
    assertThat(DeviceUrl.parse("https://192.168.1.1/x")).isNull();
    assertThat(DeviceUrl.parse("http://router.local/x")).isNull();
    assertThat(DeviceUrl.parse("http://192.168.1.1:0/x")).isNull();
    assertThat(DeviceUrl.parse("http://a@192.168.1.1/x")).isNull();
    assertThat(DeviceUrl.parse("http://192.168.1.1/x\r\nHost: other")).isNull();
    assertThat(DeviceUrl.parse("http://192.168.1.1/" + "x".repeat(600))).isNull();
  }

  @Test
  void aReferenceNeverLeadsToAnotherAddress() {
    assertThat(FROM.resolve("/ctl")).isEqualTo(url("http://192.168.1.1:5000/ctl"));
    assertThat(FROM.resolve("ctl")).isEqualTo(url("http://192.168.1.1:5000/root/ctl"));
    assertThat(FROM.resolve("http://192.168.1.1:99/ctl"))
        .isEqualTo(url("http://192.168.1.1:99/ctl"));
    assertThat(FROM.resolve("http://192.168.1.2:5000/ctl")).isNull();
    assertThat(FROM.resolve("//192.168.1.2/ctl")).isNull();
    assertThat(FROM.resolve("")).isNull();
  }

  @Test
  void theBestServiceOfADescriptionIsTaken() {
    assertThat(GatewayService.in(description("", "/ip"), FROM))
        .isEqualTo(
            new GatewayService(
                "urn:schemas-upnp-org:service:WANIPConnection:1",
                url("http://192.168.1.1:5000/ip")));
    assertThat(
            GatewayService.in(
                description("<URLBase>http://192.168.1.1:80/a/</URLBase>", "ip"), FROM))
        .isNotNull()
        .satisfies(
            service -> assertThat(service.control()).isEqualTo(url("http://192.168.1.1/a/ip")));
  }

  @Test
  void aServiceElsewhereIsNone() {
    GatewayService other =
        Objects.requireNonNull(
            GatewayService.in(description("", "http://10.0.0.1/admin?reset=1"), FROM));
    assertThat(other.type()).as("the other one, which is at home").contains("PPP");
    assertThat(GatewayService.in(description("<URLBase>http://10.0.0.1/</URLBase>", "/ip"), FROM))
        .isNull();
  }

  @Test
  void entitiesAndDocumentTypesAreRefused() {
    String bomb =
        "<!DOCTYPE root [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
            + "<root><serviceType>&b;</serviceType></root>";
    assertThat(Xml.leaves(utf8(bomb))).isNull();
    String file = "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><r><a>&f;</a></r>";
    assertThat(Xml.leaves(utf8(file))).isNull();
    assertThat(Xml.leaves(utf8("<!DOCTYPE r[\0"))).as("the JDK has no words for it").isNull();
    assertThat(Xml.leaves(utf8("<r><a>&f;</a></r>"))).isNull();
    assertThat(Xml.leaves(utf8("<r>" + "<a>".repeat(40) + "</a>".repeat(40) + "</r>"))).isNull();
    assertThat(Xml.leaves(utf8("<r>" + "<a/>".repeat(3000) + "</r>"))).isNull();
    assertThat(Xml.leaves(new byte[Xml.MAX_BYTES + 1])).isNull();
    assertThat(Xml.leaves(utf8("no XML"))).isNull();
  }

  @Test
  void bytesThatAreNoTextAreReplacedAndAByteOrderMarkIsSkipped() {
    byte[] broken = utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?><r><a>x?y</a></r>");
    broken[broken.length - 10] = (byte) 0xff;
    assertThat(Xml.leaves(broken)).containsExactly(new Xml.Leaf(0, "a", "x\ufffdy"));
    assertThat(Xml.leaves(utf8("\ufeff<r><a>b</a></r>")))
        .containsExactly(new Xml.Leaf(0, "a", "b"));
  }

  @Test
  void aSearchIsAnsweredWithALocation() {
    String answer =
        "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nst: %s\r\nLocation: %s\r\n\r\n";
    String target = Ssdp.TARGETS.getLast();
    assertThat(Ssdp.decode(ByteBuffer.wrap(utf8(answer.formatted(target, FROM))))).isEqualTo(FROM);
    assertThat(Ssdp.decode(ByteBuffer.wrap(utf8(answer.formatted("upnp:rootdevice", FROM)))))
        .isNull();
    assertThat(Ssdp.decode(ByteBuffer.wrap(utf8(answer.formatted(target, "file:///x"))))).isNull();
    assertThat(Ssdp.decode(ByteBuffer.allocate(4000))).isNull();
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    // where digits are others
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    ByteBuffer call = Ssdp.search(target, 2);
    Locale.setDefault(Locale.Category.FORMAT, before);
    assertThat(StandardCharsets.US_ASCII.decode(call).toString())
        .startsWith("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n")
        .contains("MAN: \"ssdp:discover\"\r\nMX: 2\r\nST: " + target + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void callsAreSoap() {
    GatewayService service =
        new GatewayService("urn:schemas-upnp-org:service:WANIPConnection:2", FROM);
    IpAddress client = Objects.requireNonNull(IpAddress.parse("192.168.1.7"));
    SoapCall call = SoapCall.map(service, Transport.TCP, 49152, client, 6881, 7200);
    assertThat(call.action()).isEqualTo("\"" + service.type() + "#AddAnyPortMapping\"");
    assertThat(Xml.leaves(utf8(call.body())))
        .isNotNull()
        .extracting(Xml.Leaf::name, Xml.Leaf::text)
        .containsExactly(
            tuple("NewRemoteHost", ""),
            tuple("NewExternalPort", "49152"),
            tuple("NewProtocol", "TCP"),
            tuple("NewInternalPort", "6881"),
            tuple("NewInternalClient", "192.168.1.7"),
            tuple("NewEnabled", "1"),
            tuple("NewPortMappingDescription", "Freshet"),
            tuple("NewLeaseDuration", "7200"));
  }

  @Test
  void answersAreReadWhateverIsMissing() {
    String fault =
        "<s:Envelope xmlns:s=\"x\"><s:Body><s:Fault><detail><UPnPError><errorCode>718</errorCode>"
            + "</UPnPError></detail></s:Fault></s:Body></s:Envelope>";
    assertThat(SoapAnswer.of(500, utf8(fault)).errorCode()).isEqualTo(SoapAnswer.CONFLICT);
    assertThat(SoapAnswer.of(500, utf8("oops")).errorCode()).isEqualTo(SoapAnswer.UNKNOWN);
    String any = "<e><b><NewReservedPort>49152</NewReservedPort></b></e>";
    assertThat(SoapAnswer.of(200, utf8(any))).isEqualTo(new SoapAnswer(0, null, 49152));
    String lie = "<e><NewReservedPort>70000</NewReservedPort></e>";
    assertThat(SoapAnswer.of(200, utf8(lie)).externalPort()).isZero();
  }
}
