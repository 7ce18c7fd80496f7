package dev.freshet.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Encryption;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Two ends of a connection, with message stream encryption between them.
final class LinkTest {
  private static final Hash HERE = Hash.of(filled(20, 7));
  private static final Hash ELSEWHERE = Hash.of(filled(20, 9));

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] random(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Link answering(Encryption mode, long seed) {
    return Link.answering(
        mode, name -> name.equals(Link.covered(HERE)) ? HERE : null, new SplittableRandom(seed));
  }

  /// Feeds bytes in random portions; what they said. What is answered is added to `answers`.
  private static byte[] feed(
      Link link, byte[] bytes, SplittableRandom random, ByteArrayOutputStream answers) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(11)));
      ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes, at, length).flip();
      at += length;
      add(link.received(Lease.unpooled(direct)), said);
      ByteBuffer answer = link.takeAnswer();
      if (answer != null) {
        answers.writeBytes(bytes(answer));
      }
    }
    return said.toByteArray();
  }

  private static void add(@Nullable Lease lease, ByteArrayOutputStream to) {
    if (lease != null) {
      to.writeBytes(bytes(lease.buffer()));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "true, ALLOWED, false",
    "false, ALLOWED, true",
    "true, PREFERRED, true",
    "false, PREFERRED, true",
    "true, REQUIRED, true",
    "false, REQUIRED, true"
  })
  void whatOneSaysTheOtherHears(boolean plainWillDo, Encryption mode, boolean covered) {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] first = random(random, random.nextInt(100));
      Link caller = Link.plain();
      Link listener = answering(mode, seed + 1000);
      ByteArrayOutputStream toListener = new ByteArrayOutputStream();
      ByteArrayOutputStream toCaller = new ByteArrayOutputStream();
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      toListener.writeBytes(bytes(caller.call(HERE, plainWillDo, ByteBuffer.wrap(first), random)));
      while (toListener.size() + toCaller.size() > 0) {
        byte[] going = toListener.toByteArray();
        toListener.reset();
        heard.writeBytes(feed(listener, going, random, toCaller));
        byte[] coming = toCaller.toByteArray();
        toCaller.reset();
        assertThat(feed(caller, coming, random, toListener)).isEmpty();
      }
      assertThat(caller.broken()).isNull();
      assertThat(listener.broken()).isNull();
      assertThat(heard.toByteArray()).as("first words, seed " + seed).isEqualTo(first);

      for (int i = 0; i < 3; i++) {
        talk(caller, listener, random, covered);
        talk(listener, caller, random, covered);
      }
    }
  }

  private static void talk(Link from, Link to, SplittableRandom random, boolean covered) {
    byte[] words = random(random, 1 + random.nextInt(5000));
    ByteBuffer going = ByteBuffer.wrap(words.clone());
    from.cover(going);
    assertThat(Arrays.equals(bytes(going), words)).isEqualTo(!covered);
    byte[] heard = feed(to, bytes(going), random, new ByteArrayOutputStream());
    assertThat(heard).isEqualTo(words);
  }

  @ParameterizedTest
  @EnumSource(Encryption.class)
  void whoSpeaksInThePlainIsUnderstoodUnlessEncryptionIsRequired(Encryption mode) {
    for (long seed = 0; seed < 20; seed++) {
      Link listener = answering(mode, seed);
      SplittableRandom random = new SplittableRandom(seed);
      byte[] hello = bytes(WireCodec.bytes(new Handshake(0, HERE, PeerId.of(filled(20, 1)))));
      byte[] heard = feed(listener, hello, random, new ByteArrayOutputStream());
      if (mode == Encryption.REQUIRED) {
        assertThat(listener.broken()).isNotNull();
        assertThat(heard).isEmpty();
      } else {
        assertThat(heard).isEqualTo(hello);
      }
    }
  }

  @Test
  void aTorrentThatIsNotHereIsRefused() {
    SplittableRandom random = new SplittableRandom(1);
    Link caller = Link.plain();
    Link listener = answering(Encryption.PREFERRED, 2);
    byte[] key = bytes(caller.call(ELSEWHERE, true, ByteBuffer.allocate(0), random));
    ByteArrayOutputStream toCaller = new ByteArrayOutputStream();
    feed(listener, key, random, toCaller);
    ByteArrayOutputStream toListener = new ByteArrayOutputStream();
    feed(caller, toCaller.toByteArray(), random, toListener);
    feed(listener, toListener.toByteArray(), random, new ByteArrayOutputStream());
    assertThat(listener.broken()).isEqualTo("asks for a torrent that is not here");
  }

  @Test
  void noiseIsGivenUpBeforeItIsLong() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Link listener = answering(Encryption.ALLOWED, seed);
      Link caller = Link.plain();
      caller.call(HERE, true, ByteBuffer.allocate(0), random);
      feed(listener, random(random, 96 + 512 + 20), random, new ByteArrayOutputStream());
      feed(caller, random(random, 96 + 512 + 8), random, new ByteArrayOutputStream());
      assertThat(listener.broken()).isNotNull();
      assertThat(caller.broken()).isNotNull();
    }
  }

  @Test
  void aKeyThatGivesNoSecretIsRefused() {
    for (int value : new int[] {0, 1, 0xff}) {
      byte[] key = new byte[96];
      Arrays.fill(key, (byte) (value == 0xff ? 0xff : 0));
      key[95] = (byte) value;
      Link listener = answering(Encryption.ALLOWED, 1);
      feed(listener, key, new SplittableRandom(1), new ByteArrayOutputStream());
      assertThat(listener.broken()).as("key " + value).isEqualTo("a key that is none");
    }
  }

  @Test
  void changedHandshakesBreakOrGoThroughButNeverThrow() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Link caller = Link.plain();
      Link listener = answering(Encryption.PREFERRED, seed);
      ByteArrayOutputStream toListener = new ByteArrayOutputStream();
      toListener.writeBytes(
          bytes(caller.call(HERE, true, ByteBuffer.wrap(random(random, 68)), random)));
      for (int turn = 0; turn < 3; turn++) {
        ByteArrayOutputStream toCaller = new ByteArrayOutputStream();
        feed(listener, spoilt(toListener, random), random, toCaller);
        toListener.reset();
        feed(caller, spoilt(toCaller, random), random, toListener);
      }
    }
  }

  private static byte[] spoilt(ByteArrayOutputStream bytes, SplittableRandom random) {
    byte[] all = bytes.toByteArray();
    if (all.length > 0 && random.nextInt(3) == 0) {
      all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return all;
  }
}
