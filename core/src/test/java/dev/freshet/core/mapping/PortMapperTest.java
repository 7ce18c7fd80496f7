package dev.freshet.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.PortMapping;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Gateway;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our ports and a gateway that is told in each test what it does.
class PortMapperTest {
  private static final long SECOND = 1_000_000_000L;
  private static final IpAddress GATEWAY = ip("192.168.1.1");
  private static final IpAddress OUTSIDE = ip("203.0.113.5");

  private final Outbox out = new Outbox();
  private final PortMapper mapper = new PortMapper(6881, 6881, new SplittableRandom(1));
  private final List<Event> events = new ArrayList<>();

  /// What was sent and called, and when.
  private record Said(long at, NetEffect effect) {}

  private final List<Said> said = new ArrayList<>();
  private Function<ByteBuffer, @Nullable ByteBuffer> control = _ -> null;
  private @Nullable String location;
  private Function<NetEffect.CallDevice, NetInput> web =
      call -> new NetInput.FetchFailed(call.request(), "connection refused");
  private @Nullable Gateway gateway = new Gateway(GATEWAY, ip("192.168.1.7"));
  private long now;
  private long epoch = 1000;

  private static IpAddress ip(String literal) {
    return Objects.requireNonNull(IpAddress.parse(literal));
  }

  /// Plays until this time.
  private void run(long until) {
    perform();
    for (int left = 10_000; mapper.deadline() <= until; left--) {
      assertThat(left).as("steps left").isPositive();
      epoch += (Math.max(now, mapper.deadline()) - now) / SECOND;
      now = Math.max(now, mapper.deadline());
      mapper.advance(now, out);
      perform();
    }
    epoch += (until - now) / SECOND;
    now = until;
  }

  private void perform() {
    for (Effect effect = out.poll(); effect != null; effect = out.poll()) {
      switch (effect) {
        case NetEffect.FindGateway _ -> tell(new NetInput.GatewayFound(gateway));
        case NetEffect.SendDatagram(Endpoint to, ByteBuffer bytes, boolean _) -> {
          said.add(new Said(now, (NetEffect) effect));
          ByteBuffer answer = to.port() == 5351 ? control.apply(bytes) : found();
          if (answer != null) {
            tell(new NetInput.DatagramReceived(new Endpoint(GATEWAY, to.port()), answer));
          }
        }
        case NetEffect.CallDevice call -> {
          said.add(new Said(now, call));
          tell(web.apply(call));
        }
        case Effect.Notify(Event event) -> events.add(event);
        default -> throw new AssertionError(effect);
      }
    }
  }

  private @Nullable ByteBuffer found() {
    if (location == null) {
      return null;
    }
    String target = "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1";
    String answer = String.join("\r\n", "HTTP/1.1 200 OK", target, "LOCATION: " + location, "", "");
    return ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private void tell(NetInput input) {
    mapper.took(now, input, out);
    mapper.advance(now, out);
  }

  /// A gateway with PCP, that maps to this port plus the one asked for.
  private @Nullable ByteBuffer pcp(ByteBuffer question, int more) {
    if (question.get(0) != 2) {
      return null;
    }
    ByteBuffer answer = ByteBuffer.allocate(60);
    answer.put(question.duplicate()).flip();
    answer.put(1, (byte) 0x81).putInt(8, (int) epoch).putLong(12, 0).putInt(20, 0);
    answer.putShort(42, (short) (answer.getShort(40) + more));
    answer.putLong(44, OUTSIDE.high()).putLong(52, OUTSIDE.low());
    return answer;
  }

  /// A gateway that knows NAT-PMP alone.
  private ByteBuffer natPmp(ByteBuffer question) {
    ByteBuffer answer = ByteBuffer.allocate(16);
    answer.put((byte) 0).put((byte) (0x80 | question.get(1)));
    if (question.get(0) != 0) {
      return answer.putShort((short) 1).putInt((int) epoch).flip();
    }
    answer.putShort((short) 0).putInt((int) epoch);
    if (question.get(1) == 0) {
      return answer.put(OUTSIDE.bytes()).flip();
    }
    return answer
        .putShort(question.getShort(4))
        .putShort(question.getShort(4))
        .putInt(question.getInt(8))
        .flip();
  }

  private List<Long> times(int port) {
    return said.stream()
        .filter(
            one -> one.effect instanceof NetEffect.SendDatagram send && send.to().port() == port)
        .map(one -> one.at / 1_000_000)
        .toList();
  }

  private List<String> actions() {
    return said.stream()
        .filter(one -> one.effect instanceof NetEffect.CallDevice call && !call.body().isEmpty())
        .map(one -> ((NetEffect.CallDevice) one.effect).action().replaceAll(".*#|\"", ""))
        .toList();
  }

  @Test
  void aGatewayWithPcpIsAskedOnceForEachPort() {
    control = question -> pcp(question, 100);
    run(10 * SECOND);
    assertThat(events)
        .containsExactly(new Event.PortMapped(new PortMapping("PCP", OUTSIDE, 6981, 6981)));
    assertThat(said).hasSize(2);
  }

  @Test
  void aGatewayWithoutPcpIsAskedByNatPmp() {
    control = this::natPmp;
    run(10 * SECOND);
    assertThat(events)
        .containsExactly(new Event.PortMapped(new PortMapping("NAT-PMP", OUTSIDE, 6881, 6881)));
    assertThat(said).as("one in vain, the address, two ports").hasSize(4);
  }

  @Test
  void aSilentGatewayIsAskedLessAndLess() {
    run(200 * SECOND);
    List<Long> asked = times(5351);
    assertThat(asked).hasSize(2 + 9);
    assertThat(asked.get(1)).isBetween(2_700L, 3_300L);
    long begin = asked.get(2);
    assertThat(asked.subList(2, 11))
        .containsExactly(
            begin,
            begin + 250,
            begin + 750,
            begin + 1_750,
            begin + 3_750,
            begin + 7_750,
            begin + 15_750,
            begin + 31_750,
            begin + 63_750);
    assertThat(times(1900))
        .as("searches, for both versions")
        .containsExactly(3000L, 3000L, 6000L, 6000L, 9000L, 9000L);
    assertThat(events)
        .containsExactly(
            new Event.PortNotMapped(
                "the gateway does not map ports, by PCP or NAT-PMP: it does not answer, by UPnP:"
                    + " it does not answer a search"));
  }

  @Test
  void itIsTriedAgainAfterHalfAnHour() {
    run(200 * SECOND);
    said.clear();
    run(1700 * SECOND);
    assertThat(said).isEmpty();
    control = question -> pcp(question, 0);
    run(2200 * SECOND);
    assertThat(events.getLast()).isInstanceOf(Event.PortMapped.class);
  }

  @Test
  void withoutAGatewayNothingIsSaid() {
    gateway = null;
    run(3600 * SECOND);
    assertThat(said).isEmpty();
    assertThat(events).containsExactly(new Event.PortNotMapped("no gateway is known"));
  }

  @Test
  void mappingsAreRenewedAtHalfTheirLifetime() {
    control = this::natPmp;
    run(10 * SECOND);
    said.clear();
    run(3590 * SECOND);
    assertThat(said).isEmpty();
    run(3610 * SECOND);
    assertThat(said).as("address and ports").hasSize(3);
    assertThat(events).as("nothing new").hasSize(1);
  }

  @Test
  void aGatewayThatHasForgottenIsToldEverythingAgain() {
    control = question -> pcp(question, 0);
    run(3590 * SECOND);
    said.clear();
    epoch = 5;
    run(5000 * SECOND);
    assertThat(said).hasSize(2);
    long between = said.getLast().at - said.getFirst().at;
    assertThat(between).as("the second at once, before its own time").isZero();
  }

  @Test
  void aGatewayThatStopsAnsweringIsLookedForAgain() {
    control = this::natPmp;
    run(10 * SECOND);
    control = _ -> null;
    run(7300 * SECOND);
    control = question -> pcp(question, 0);
    run(9600 * SECOND);
    assertThat(events.getLast())
        .isEqualTo(new Event.PortMapped(new PortMapping("PCP", OUTSIDE, 6881, 6881)));
  }

  @Test
  void anotherGatewayMeansToBeginAnew() {
    control = question -> pcp(question, 0);
    run(10 * SECOND);
    gateway = new Gateway(GATEWAY, ip("192.168.1.9"));
    run(70 * SECOND);
    assertThat(events)
        .containsExactly(
            new Event.PortMapped(new PortMapping("PCP", OUTSIDE, 6881, 6881)),
            new Event.PortNotMapped("the gateway is another one now"),
            new Event.PortMapped(new PortMapping("PCP", OUTSIDE, 6881, 6881)));
  }

  @Test
  void answersOfOthersAreNoAnswers() {
    run(SECOND);
    Endpoint stranger = new Endpoint(ip("192.168.1.66"), 5351);
    ByteBuffer question = ((NetEffect.SendDatagram) said.getFirst().effect).bytes();
    ByteBuffer answer = Objects.requireNonNull(pcp(question, 0));
    var forged = new NetInput.DatagramReceived(stranger, answer);
    assertThat(mapper.took(now, forged, out)).isFalse();
  }

  @Test
  void theEndGivesBackWhatWasGranted() {
    control = question -> pcp(question, 0);
    run(10 * SECOND);
    said.clear();
    mapper.leave(now, out);
    run(now);
    assertThat(mapper.isGone()).isTrue();
    assertThat(said).hasSize(2);
    for (Said one : said) {
      assertThat(((NetEffect.SendDatagram) one.effect).bytes().getInt(4)).as("lifetime").isZero();
    }
  }

  @Test
  void theEndWaitsForNobody() {
    control = question -> pcp(question, 0);
    run(10 * SECOND);
    control = _ -> null;
    mapper.leave(now, out);
    run(now + SECOND);
    assertThat(mapper.isGone()).isFalse();
    run(now + SECOND);
    assertThat(mapper.isGone()).isTrue();
  }

  // UPnP

  private NetInput device(
      NetEffect.CallDevice call, String version, Function<String, String> service) {
    String description =
        "<root><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:%s</serviceType>"
            + "<controlURL>/c</controlURL></service></root>";
    if (call.body().isEmpty()) {
      byte[] body = description.formatted(version).getBytes(StandardCharsets.UTF_8);
      return new NetInput.Fetched(call.request(), 200, body);
    }
    String answer = service.apply(call.body());
    boolean fault = answer.contains("errorCode");
    byte[] body = ("<e>" + answer + "</e>").getBytes(StandardCharsets.UTF_8);
    return new NetInput.Fetched(call.request(), fault ? 500 : 200, body);
  }

  private static String well(String body) {
    return body.contains("GetExternalIPAddress")
        ? "<NewExternalIPAddress>203.0.113.5</NewExternalIPAddress>"
        : "";
  }

  @Test
  void aGatewayWithUpnpIsFoundAndAsked() {
    location = "http://192.168.1.1:5000/desc.xml";
    web = call -> device(call, "1", PortMapperTest::well);
    run(20 * SECOND);
    assertThat(events)
        .containsExactly(new Event.PortMapped(new PortMapping("UPnP", OUTSIDE, 6881, 6881)));
    assertThat(actions())
        .containsExactly("GetExternalIPAddress", "AddPortMapping", "AddPortMapping");
    mapper.leave(now, out);
    run(now);
    assertThat(mapper.isGone()).isTrue();
    assertThat(actions()).endsWith("DeletePortMapping", "DeletePortMapping");
  }

  @Test
  void aPortThatIsTakenIsReplacedByAnother() {
    location = "http://192.168.1.1:5000/desc.xml";
    web =
        call ->
            device(
                call,
                "1",
                body ->
                    body.contains("<NewExternalPort>6881<")
                        ? "<errorCode>718</errorCode>"
                        : well(body));
    run(20 * SECOND);
    assertThat(events).singleElement().isInstanceOf(Event.PortMapped.class);
    PortMapping mapping = Objects.requireNonNull(mapper.mapping());
    assertThat(mapping.tcpPort()).isNotIn(0, 6881).isEqualTo(mapping.udpPort());
  }

  @Test
  void theSecondVersionChoosesThePort() {
    location = "http://192.168.1.1:5000/desc.xml";
    web =
        call ->
            device(
                call,
                "2",
                body ->
                    body.contains("AddAny")
                        ? "<NewReservedPort>7000</NewReservedPort>"
                        : well(body));
    run(20 * SECOND);
    assertThat(mapper.mapping()).isEqualTo(new PortMapping("UPnP", OUTSIDE, 7000, 7000));
  }

  @Test
  void leasesForGoodAreTakenWhereThereAreNoOthers() {
    location = "http://192.168.1.1:5000/desc.xml";
    web =
        call ->
            device(
                call,
                "1",
                body ->
                    body.contains("<NewLeaseDuration>7200<")
                        ? "<errorCode>725</errorCode>"
                        : well(body));
    run(20 * SECOND);
    assertThat(mapper.mapping()).isEqualTo(new PortMapping("UPnP", OUTSIDE, 6881, 6881));
  }

  @Test
  void aLocationElsewhereIsNotFollowed() {
    location = "http://192.168.1.66:80/admin";
    run(20 * SECOND);
    assertThat(said).noneMatch(one -> one.effect instanceof NetEffect.CallDevice);
  }
}
