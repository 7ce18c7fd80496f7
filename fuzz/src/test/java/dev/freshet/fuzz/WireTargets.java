package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.ClientName;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/// What peers say.
final class WireTargets {
  private static final int MOST = 64 * 1024;

  private WireTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("wire-handshake", Target.of(WireTargets::handshake));
    all.put("wire-stream", Target.of(input -> stream(ByteBuffer.wrap(input))));
    all.put("wire-message", Target.of(WireTargets::message));
    all.put("wire-hash-request", Target.of(input -> message(input, 21)));
    all.put("wire-hashes", Target.of(input -> message(input, 22)));
    all.put("wire-hash-reject", Target.of(input -> message(input, 23)));
    all.put("wire-extension-handshake", Target.of(input -> extended(input, 0)));
    all.put("wire-metadata", Target.of(input -> extended(input, Extension.METADATA.id())));
    all.put("wire-upload-only", Target.of(input -> extended(input, Extension.UPLOAD_ONLY.id())));
    all.put("wire-dont-have", Target.of(input -> extended(input, Extension.DONT_HAVE.id())));
    all.put("wire-holepunch", Target.of(input -> extended(input, Extension.HOLEPUNCH.id())));
    all.put("bitfield", Target.of(WireTargets::bitfield));
    all.put("client-name", Target.of(WireTargets::clientName));
  }

  private static void handshake(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    switch (WireCodec.decodeHandshake(in)) {
      case Handshake handshake -> {
        byte[] again = WireCodec.bytes(handshake).array();
        claim(in.position() == again.length, "stands elsewhere than behind it");
        byte[] said = Arrays.copyOf(input, again.length);
        claim(Arrays.equals(said, again), "written otherwise");
      }
      case Decoded.Incomplete(int missing) -> claim(missing > 0, "nothing is missing");
      case ProtocolViolation(String reason) -> claim(!reason.isBlank(), "no reason");
      case Message _, ExtensionMessage _ -> claim(false, "no handshake");
    }
  }

  private static void stream(ByteBuffer in) {
    while (in.hasRemaining()) {
      int before = in.position();
      Decoded decoded = WireCodec.decode(in, MOST);
      switch (decoded) {
        case Decoded.Incomplete(int missing) -> {
          claim(missing > 0 && in.position() == before, "incomplete, and moved");
          return;
        }
        case ProtocolViolation(String reason) -> {
          claim(!reason.isBlank(), "no reason");
          return;
        }
        case Message message -> {
          claim(in.position() > before, "read nothing");
          same(message, in.slice(before, in.position() - before));
        }
        case Handshake _, ExtensionMessage _ -> claim(false, "no message");
      }
    }
  }

  private static void same(Message message, ByteBuffer said) {
    if (message instanceof Message.Unknown) {
      return;
    }
    claim(WireCodec.length(message) == said.remaining(), "another length when written");
    claim(WireCodec.bytes(message).equals(said), "written otherwise");
    if (message instanceof Message.Extended extended) {
      decoded(WireCodec.decodeExtended(extended));
    }
  }

  private static void message(byte[] input) {
    stream(ByteBuffer.allocate(4 + input.length).putInt(input.length).put(input).flip());
  }

  private static void message(byte[] input, int id) {
    stream(
        ByteBuffer.allocate(5 + input.length)
            .putInt(1 + input.length)
            .put((byte) id)
            .put(input)
            .flip());
  }

  private static void extended(byte[] input, int id) {
    decoded(WireCodec.decodeExtended(new Message.Extended(id, ByteBuffer.wrap(input))));
  }

  private static void decoded(Decoded decoded) {
    switch (decoded) {
      case ExtensionMessage.Other _ -> {}
      case ExtensionMessage.Hello(ExtensionHandshake said) -> {
        Message.Extended again = WireCodec.encodeExtended(new ExtensionMessage.Hello(said), 0);
        Decoded read = WireCodec.decodeExtended(again);
        claim(new ExtensionMessage.Hello(said).equals(read), said + " is read back as " + read);
      }
      case ExtensionMessage message -> WireCodec.encodeExtended(message, 1);
      case ProtocolViolation(String reason) -> claim(!reason.isBlank(), "no reason");
      case Decoded.Incomplete _, Message _, Handshake _ -> claim(false, "no extension message");
    }
  }

  private static void bitfield(byte[] input) {
    if (input.length < 1) {
      return;
    }
    byte[] bits = Arrays.copyOfRange(input, 1, input.length);
    int size = 8 * bits.length - (input[0] & 15);
    Bitfield field = size < 0 ? null : Bitfield.parse(size, bits);
    if (field != null) {
      claim(Arrays.equals(field.toWire(), bits), "written otherwise");
    }
  }

  private static void clientName(byte[] input) {
    if (input.length >= PeerId.LENGTH) {
      String name = ClientName.of(PeerId.of(Arrays.copyOf(input, PeerId.LENGTH)));
      claim(name.chars().noneMatch(Character::isISOControl), "a control character");
    }
  }
}
