package dev.freshet.protocol.wire;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Legal messages of every kind, drawn from a seed.
final class AnyMessage {
  private AnyMessage() {}

  static Message of(SplittableRandom random) {
    int piece = number(random);
    int begin = number(random);
    int length = number(random);
    return switch (random.nextInt(21)) {
      case 0 -> new Message.KeepAlive();
      case 1 -> new Message.Choke();
      case 2 -> new Message.Unchoke();
      case 3 -> new Message.Interested();
      case 4 -> new Message.NotInterested();
      case 5 -> new Message.Have(piece);
      case 6 -> new Message.Request(piece, begin, length);
      case 7 -> new Message.Piece(piece, begin, bytes(random, 300));
      case 8 -> new Message.Cancel(piece, begin, length);
      case 9 -> new Message.Port(random.nextInt(0x10000));
      case 10 -> new Message.SuggestPiece(piece);
      case 11 -> new Message.HaveAll();
      case 12 -> new Message.HaveNone();
      case 13 -> new Message.RejectRequest(piece, begin, length);
      case 14 -> new Message.AllowedFast(piece);
      case 15 -> new Message.Extended(random.nextInt(256), bytes(random, 100));
      case 16, 17, 18 -> hashes(random);
      default -> new Message.HaveNone();
    };
  }

  static ExtensionMessage extension(SplittableRandom random) {
    int piece = random.nextInt(1000);
    return switch (random.nextInt(8)) {
      case 0 -> new ExtensionMessage.MetadataRequest(piece);
      case 1 -> new ExtensionMessage.MetadataReject(piece);
      case 2 -> {
        int last = random.nextInt(1, ExtensionCodec.METADATA_PIECE + 1);
        int size = piece * ExtensionCodec.METADATA_PIECE + last;
        yield new ExtensionMessage.MetadataPiece(piece, size, exactly(random, last));
      }
      case 3 -> new ExtensionMessage.UploadOnly(random.nextBoolean());
      case 4 -> new ExtensionMessage.DontHave(number(random));
      case 5 -> peers(random);
      case 6 ->
          new ExtensionMessage.Holepunch(
              Punch.values()[random.nextInt(3)],
              endpoint(random, random.nextBoolean()),
              random.nextInt());
      default -> new ExtensionMessage.Hello(hello(random));
    };
  }

  /// IPv4 before IPv6, as they stand in the message.
  private static ExtensionMessage peers(SplittableRandom random) {
    List<ExchangedPeer> added = new ArrayList<>();
    List<Endpoint> dropped = new ArrayList<>();
    for (boolean v4 : new boolean[] {true, false}) {
      for (int i = random.nextInt(26); i > 0; i--) {
        added.add(new ExchangedPeer(endpoint(random, v4), random.nextInt(256)));
      }
      for (int i = random.nextInt(26); i > 0; i--) {
        dropped.add(endpoint(random, v4));
      }
    }
    return new ExtensionMessage.Peers(added, dropped);
  }

  private static Endpoint endpoint(SplittableRandom random, boolean v4) {
    IpAddress ip =
        v4
            ? IpAddress.v4(0x0a00_0000 | random.nextInt(1 << 24))
            : new IpAddress((0x2001_0db8L << 32) | random.nextInt(1 << 30), random.nextLong());
    return new Endpoint(ip, random.nextInt(1, 0x10000));
  }

  /// The id by which the codec knows this message as ours.
  static int id(ExtensionMessage message) {
    return switch (message) {
      case ExtensionMessage.Hello _ -> 0;
      case ExtensionMessage.MetadataRequest _,
          ExtensionMessage.MetadataReject _,
          ExtensionMessage.MetadataPiece _ ->
          Extension.METADATA.id();
      case ExtensionMessage.UploadOnly _ -> Extension.UPLOAD_ONLY.id();
      case ExtensionMessage.DontHave _ -> Extension.DONT_HAVE.id();
      case ExtensionMessage.Peers _ -> Extension.PEERS.id();
      case ExtensionMessage.Holepunch _ -> Extension.HOLEPUNCH.id();
      case ExtensionMessage.Other(int id) -> id;
    };
  }

  private static ExtensionHandshake hello(SplittableRandom random) {
    Map<String, Integer> ids = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      ids.put("x_" + random.nextInt(100), random.nextInt(256));
    }
    return new ExtensionHandshake(
        ids,
        random.nextBoolean() ? "" : "Client " + random.nextInt(100),
        random.nextInt(0x10000),
        random.nextInt(0x10000),
        number(random),
        random.nextBoolean(),
        switch (random.nextInt(3)) {
          case 0 -> IpAddress.v4(random.nextInt());
          case 1 -> new IpAddress(random.nextLong(), random.nextLong());
          default -> null;
        });
  }

  private static Message hashes(SplittableRandom random) {
    int length = 1 << random.nextInt(6);
    int base = random.nextInt(20);
    int index = random.nextInt(1000) * length;
    int proofs = random.nextInt(10);
    Hash root = Hash.of(exactly(random, 32).array());
    int count = length + random.nextInt(HashSpan.uncles(length, proofs) + 1);
    return switch (random.nextInt(3)) {
      case 0 -> new Message.HashRequest(root, base, index, length, proofs);
      case 1 -> new Message.HashReject(root, base, index, length, proofs);
      default ->
          new Message.Hashes(
              root,
              base,
              index,
              length,
              proofs,
              Stream.generate(() -> Hash.of(exactly(random, 32).array())).limit(count).toList());
    };
  }

  private static int number(SplittableRandom random) {
    return random.nextInt() >>> random.nextInt(1, 32);
  }

  private static ByteBuffer bytes(SplittableRandom random, int most) {
    return exactly(random, random.nextInt(most + 1));
  }

  private static ByteBuffer exactly(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
