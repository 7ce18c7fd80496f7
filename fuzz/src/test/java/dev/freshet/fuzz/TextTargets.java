package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.cli.swarm.ArrivalWords;
import dev.freshet.cli.swarm.Share;
import dev.freshet.cli.swarm.StayWords;
import dev.freshet.cli.unit.Counts;
import dev.freshet.cli.unit.PeerShare;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PercentCode;
import dev.freshet.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// Small languages: addresses, percent codes, names for people, amounts.
final class TextTargets {
  private TextTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("ip-address", text(TextTargets::ip));
    all.put("endpoint", text(TextTargets::endpoint));
    all.put("percent-code", text(TextTargets::percent));
    all.put("plain-text", text(TextTargets::plain));
    all.put("cli-amounts", text(TextTargets::amounts));
  }

  private static Target text(Consumer<String> taker) {
    return Target.of(input -> taker.accept(new String(input, StandardCharsets.UTF_8)));
  }

  private static void ip(String text) {
    IpAddress ip = IpAddress.parse(text);
    claim(ip == null || ip.equals(IpAddress.parse(ip.toString())), ip + " is read back otherwise");
  }

  private static void endpoint(String text) {
    Endpoint at = Endpoint.parse(text);
    claim(at == null || at.equals(Endpoint.parse(at.toString())), at + " is read back otherwise");
  }

  private static void percent(String text) {
    String decoded = PercentCode.decode(text);
    claim(PercentCode.decode(PercentCode.encode(decoded)).equals(decoded), "read back otherwise");
  }

  private static void plain(String text) {
    String plain = PlainText.of(text, 100);
    claim(plain.length() <= 101, "longer than allowed");
    claim(plain.chars().noneMatch(Character::isISOControl), "a control character");
  }

  private static void amounts(String text) {
    Size.parse(text);
    Rate.parse(text);
    Span.parse(text);
    Counts.parse(text);
    PeerShare.parse(text);
    Share.parse(text);
    StayWords.parse(text);
    ArrivalWords.parse(text);
  }
}
