package dev.freshet.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.Want;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One who has a network of 2^80 addresses and all the time: guesses tokens, and has us store as
/// much as he can.
final class DhtSiegeTest {
  private static final long SECOND = DhtWorld.SECOND;

  /// Megabytes of heap that it must do with, Java's own few among them.
  private static final int HEAP = 64;

  /// `-Dfreshet.forgeries=100000000` takes some minutes.
  private static final long FORGERIES = Long.getLong("freshet.forgeries", 200_000);

  @Test
  void nobodyForgesAToken() {
    SplittableRandom random = new SplittableRandom(5);
    Tokens tokens = new Tokens(0, random.split());
    long good = 0;
    byte[] guess = new byte[8];
    for (long i = 0; i < FORGERIES; i++) {
      random.nextBytes(guess);
      // from all over, and over three lives of a secret
      IpAddress ip = IpAddress.v4(random.nextInt());
      long now = i * 15 * 60 * SECOND / FORGERIES;
      // now and then one that somebody else was given
      Opaque token = i % 4 == 0 ? tokens.of(now, IpAddress.v4(random.nextInt())) : Opaque.of(guess);
      good += tokens.isGood(now, ip, token) ? 1 : 0;
    }
    assertThat(good).isZero();
  }

  @Test
  void whatIsStoredForAnAttackerTakesLittleMemory(@TempDir Path folder)
      throws IOException, InterruptedException, URISyntaxException {
    Path said = folder.resolve("said");
    String path =
        String.join(
            System.getProperty("path.separator"),
            place(Dht.class),
            place(NodeId.class),
            place(Attack.class),
            place(Nullable.class));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP + "m",
                "-cp",
                path,
                Attack.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = child.waitFor(3, TimeUnit.MINUTES);
    child.destroyForcibly();
    String words = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(words).startsWith("stored ");
    assertThat(Long.parseLong(words.substring("stored ".length()).strip())).isGreaterThan(10_000);
    assertThat(ended).isTrue();
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /// What the other Java runs: half an hour in which a hundred addresses a second, each of a
  /// network of its own, announce a peer and store an item, and as many questions come as are
  /// answered.
  static final class Attack {
    private final SplittableRandom random = new SplittableRandom(7);
    private final Outbox out = new Outbox();
    private final Dht dht =
        new Dht(DhtOptions.beginningAt(List.of()), 6881, false, 0, random.split());
    private long now;
    private long stored;

    public static void main(String[] args) {
      Attack attack = new Attack();
      while (attack.now < 31 * DhtWorld.MINUTE) {
        attack.strike();
      }
      System.out.print("stored " + attack.stored);
    }

    private void strike() {
      Endpoint from =
          new Endpoint(new IpAddress(0x2001_0db8_0000_0000L + random.nextInt(), 1), 6881);
      NodeId swarm = new NodeId(random.nextInt(2000), 2, 3);
      Opaque token = token(ask(from, new Query.GetPeers(swarm, Want.UNSAID, false, false)));
      if (token != null) {
        ask(from, new Query.AnnouncePeer(swarm, 6881, false, token, false));
        String value = "990:" + "x".repeat(980) + "%010d".formatted(random.nextInt(1_000_000));
        stored += ask(from, new Query.Put(token, item(value), -1)) == null ? 0 : 1;
      }
    }

    private static Item item(String value) {
      return new Item.Immutable(Opaque.of(value.getBytes(StandardCharsets.US_ASCII)));
    }

    /// The answer; null if there is none, or a refusal.
    private Krpc.@Nullable Answered ask(Endpoint from, Query query) {
      now += SECOND / 100;
      Opaque transaction = Opaque.of(new byte[] {1, 1});
      Krpc asked = new Krpc.Asked(transaction, NodeId.random(random), true, query);
      dht.received(now, from, KrpcEncoder.encode(asked), out);
      dht.advance(now, out);
      Krpc.Answered answered = null;
      for (Effect effect : out.drain()) {
        ByteBuffer bytes = ((NetEffect.SendDatagram) effect).bytes();
        answered = KrpcDecoder.decode(bytes) instanceof Krpc.Answered one ? one : answered;
      }
      return answered;
    }

    private static @Nullable Opaque token(Krpc.@Nullable Answered answered) {
      return answered == null ? null : answered.answer().token();
    }
  }
}
