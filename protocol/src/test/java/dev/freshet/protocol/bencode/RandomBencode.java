package dev.freshet.protocol.bencode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Bencode by chance, for properties over seeds.
public final class RandomBencode {
  private RandomBencode() {}

  /// A value of any kind, canonical.
  public static byte[] bytes(RandomGenerator random) {
    BencodeWriter out = new BencodeWriter();
    value(out, random, 5);
    return out.toBytes();
  }

  /// Some bytes changed, removed, doubled or swapped for bencode's own letters.
  public static byte[] mutate(byte[] bytes, RandomGenerator random) {
    byte[] letters = {'i', 'l', 'd', 'e', ':', '-', '0', '1', '9', 0, (byte) 0xff};
    byte[] mutated = bytes.clone();
    for (int i = random.nextInt(1, 4); i > 0 && mutated.length > 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = letters[random.nextInt(letters.length)];
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, at);
        default -> {
          byte[] longer = Arrays.copyOf(mutated, mutated.length + 1);
          System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
          longer[at] = letters[random.nextInt(letters.length)];
          mutated = longer;
        }
      }
    }
    return mutated;
  }

  /// Writes what was read.
  public static byte[] write(BencodeValue value) {
    BencodeWriter out = new BencodeWriter();
    write(out, value);
    return out.toBytes();
  }

  private static void write(BencodeWriter out, BencodeValue value) {
    switch (value) {
      case BencodeString string -> out.string(string.bytes());
      case BencodeInteger integer -> out.integer(integer.value());
      case BencodeFold fold -> out.raw(fold.raw());
      case BencodeList list -> {
        out.list();
        list.items().forEach(item -> write(out, item));
        out.end();
      }
      case BencodeDict dict -> {
        out.dict();
        for (int i = 0; i < dict.size(); i++) {
          write(out.key(dict.key(i).bytes()), dict.value(i));
        }
        out.end();
      }
    }
  }

  private static void value(BencodeWriter out, RandomGenerator random, int depth) {
    switch (random.nextInt(depth == 0 ? 2 : 4)) {
      case 0 -> out.integer(random.nextLong() >> random.nextInt(64));
      case 1 -> out.string(string(random));
      case 2 -> {
        out.list();
        for (int i = random.nextInt(5); i > 0; i--) {
          value(out, random, depth - 1);
        }
        out.end();
      }
      default -> {
        TreeSet<byte[]> keys = new TreeSet<>((Comparator<byte[]>) Arrays::compareUnsigned);
        for (int i = random.nextInt(5); i > 0; i--) {
          keys.add(string(random));
        }
        out.dict();
        for (byte[] key : keys) {
          value(out.key(key), random, depth - 1);
        }
        out.end();
      }
    }
  }

  private static byte[] string(RandomGenerator random) {
    byte[] string = new byte[random.nextInt(13)];
    random.nextBytes(string);
    return string;
  }
}
