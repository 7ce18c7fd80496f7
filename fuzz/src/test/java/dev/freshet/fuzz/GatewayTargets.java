package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.mapping.DeviceUrl;
import dev.freshet.protocol.mapping.GatewayReply;
import dev.freshet.protocol.mapping.GatewayService;
import dev.freshet.protocol.mapping.NatPmp;
import dev.freshet.protocol.mapping.Pcp;
import dev.freshet.protocol.mapping.SoapAnswer;
import dev.freshet.protocol.mapping.Ssdp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What whoever claims to be the gateway answers.
final class GatewayTargets {
  private static final Pcp.Nonce NONCE = new Pcp.Nonce(0, 0);
  private static final DeviceUrl FROM =
      Objects.requireNonNull(DeviceUrl.parse("http://192.168.1.1:5000/root/desc.xml"));

  private GatewayTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("nat-pmp-answer", Target.of(input -> reply(NatPmp.decode(ByteBuffer.wrap(input)))));
    all.put("pcp-answer", Target.of(input -> reply(Pcp.decode(ByteBuffer.wrap(input), NONCE))));
    all.put("ssdp-answer", Target.of(input -> Ssdp.decode(ByteBuffer.wrap(input))));
    all.put("device-url", Target.of(GatewayTargets::url));
    all.put("upnp-description", Target.of(GatewayTargets::description));
    all.put("soap-answer", Target.of(GatewayTargets::soap));
  }

  private static void reply(@Nullable GatewayReply reply) {
    claim(
        !(reply instanceof GatewayReply.Mapped mapped)
            || (mapped.externalPort() >= 0 && mapped.externalPort() <= 0xffff),
        "a port that is none");
  }

  private static void url(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    DeviceUrl url = DeviceUrl.parse(text);
    claim(url == null || url.equals(DeviceUrl.parse(url.toString())), url + " is read otherwise");
    DeviceUrl to = FROM.resolve(text);
    claim(to == null || to.ip().equals(FROM.ip()), to + " is elsewhere");
  }

  private static void description(byte[] input) {
    GatewayService service = GatewayService.in(input, FROM);
    claim(service == null || service.control().ip().equals(FROM.ip()), "a service elsewhere");
  }

  private static void soap(byte[] input) {
    SoapAnswer answer = SoapAnswer.of(200, input);
    claim(answer.externalPort() >= 0 && answer.externalPort() <= 0xffff, "a port that is none");
  }
}
