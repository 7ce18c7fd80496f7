package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Legal messages of every kind, drawn from a seed.
final class AnyKrpc {
  private final SplittableRandom random;

  private AnyKrpc(SplittableRandom random) {
    this.random = random;
  }

  static Krpc of(SplittableRandom random) {
    AnyKrpc any = new AnyKrpc(random);
    Opaque transaction = any.bytes(random.nextInt(1, 9));
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Krpc.Asked(transaction, any.id(), random.nextBoolean(), any.query());
      case 2, 3 ->
          new Krpc.Answered(
              transaction, any.id(), any.answer(), random.nextBoolean() ? any.endpoint() : null);
      default -> new Krpc.Refused(transaction, random.nextInt(400), "no" + random.nextInt());
    };
  }

  private Query query() {
    boolean flag = random.nextBoolean();
    return switch (random.nextInt(7)) {
      case 0 -> new Query.Ping();
      case 1 -> new Query.FindNode(id(), want());
      case 2 -> new Query.GetPeers(id(), want(), flag, random.nextBoolean());
      case 3 ->
          new Query.AnnouncePeer(
              id(), random.nextInt(1, 0x10000), flag, bytes(8), random.nextBoolean());
      case 4 -> new Query.Get(id(), want(), random.nextLong(-1, Long.MAX_VALUE));
      case 5 -> {
        Item item = item(bytes(random.nextInt(65)));
        yield new Query.Put(
            bytes(8), item, item instanceof Item.Mutable && flag ? random.nextInt(9) : -1);
      }
      default -> new Query.SampleInfoHashes(id(), want());
    };
  }

  private Answer answer() {
    Answer answer =
        Answer.DONE
            .withNodes(
                Stream.concat(
                        many(() -> new Contact(id(), v4())), many(() -> new Contact(id(), v6())))
                    .toList())
            .withValues(many(this::endpoint).distinct().toList());
    answer = random.nextBoolean() ? answer.withToken(bytes(random.nextInt(20))) : answer;
    answer =
        switch (random.nextInt(5)) {
          case 0 -> {
            Item item = item(Opaque.NONE);
            yield answer.withItem(item, item instanceof Item.Mutable it ? it.seq() : -1);
          }
          case 1 -> answer.withItem(null, random.nextInt(1000));
          default -> answer;
        };
    if (random.nextInt(5) == 0) {
      answer = answer.withScrape(new Answer.Scrape(filter(), filter()));
    }
    return random.nextInt(5) == 0
        ? answer.withSamples(
            new Answer.Samples(many(this::id).toList(), random.nextInt(99), random.nextInt(9999)))
        : answer;
  }

  private Item item(Opaque salt) {
    BencodeWriter value = new BencodeWriter();
    switch (random.nextInt(3)) {
      case 0 -> value.integer(random.nextLong());
      case 1 -> value.string(bytes(random.nextInt(900)).bytes());
      default -> value.dict().key("a").list().integer(1).string("b").end().end();
    }
    Opaque bencoded = Opaque.of(value.toBytes());
    return random.nextBoolean()
        ? new Item.Immutable(bencoded)
        : new Item.Mutable(bytes(32), salt, random.nextInt(1000), bytes(64), bencoded);
  }

  private BloomFilter filter() {
    return BloomFilter.of(many(() -> endpoint().ip()).toList());
  }

  private <T> Stream<T> many(Supplier<T> one) {
    return IntStream.range(0, random.nextInt(9)).mapToObj(_ -> one.get());
  }

  private Want want() {
    return new Want(random.nextBoolean(), random.nextBoolean());
  }

  private NodeId id() {
    return NodeId.random(random);
  }

  private Opaque bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Opaque.of(bytes);
  }

  private Endpoint endpoint() {
    return random.nextBoolean() ? v4() : v6();
  }

  private Endpoint v4() {
    return new Endpoint(IpAddress.v4(random.nextInt(1, 0x60000000)), random.nextInt(1, 0x10000));
  }

  private Endpoint v6() {
    return new Endpoint(
        new IpAddress(random.nextLong(1, Long.MAX_VALUE), random.nextLong()),
        random.nextInt(1, 0x10000));
  }
}
