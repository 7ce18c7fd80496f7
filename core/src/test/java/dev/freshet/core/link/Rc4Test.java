package dev.freshet.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Against the JDK's own, which works on arrays alone.
final class Rc4Test {
  @Test
  void itIsTheCipherThatTheJdkHasBehindItsFirst1024Bytes() throws GeneralSecurityException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] key = new byte[20];
    random.nextBytes(key);
    byte[] plain = new byte[100_000];
    random.nextBytes(plain);
    Cipher jdk = Cipher.getInstance("ARCFOUR");
    jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
    jdk.update(new byte[1024]);
    byte[] expected = jdk.update(plain);

    Rc4 ours = new Rc4(key);
    byte[] heap = plain.clone();
    ByteBuffer direct = ByteBuffer.allocateDirect(50_000).put(plain, 50_000, 50_000).flip();
    ours.apply(ByteBuffer.wrap(heap).limit(20_000));
    ours.apply(ByteBuffer.wrap(heap).slice(20_000, 30_000));
    ours.apply(direct);
    direct.get(heap, 50_000, 50_000);
    assertThat(Arrays.equals(heap, expected)).isTrue();
  }
}
