package dev.freshet.core.replay;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values to bytes, by the shapes of their types. Buffers stay as they are.
final class ShapeWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void number(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  void value(Type type, @Nullable Object value) {
    if (value == null) {
      out.write(0);
      return;
    }
    switch (Shape.of(type)) {
      case Shape.Leaf _ -> leaf(value);
      case Shape.Choice _ -> number(1 + ((Enum<?>) value).ordinal(), 1);
      case Shape.Row(Type element) -> {
        List<?> all = (List<?>) value;
        out.write(1);
        number(all.size(), Integer.BYTES);
        all.forEach(one -> value(element, one));
      }
      case Shape.Parts parts -> {
        out.write(1);
        parts(parts, value);
      }
      case Shape.Family(List<Class<?>> members) -> {
        number(1 + members.indexOf(value.getClass()), 1);
        parts((Shape.Parts) Shape.of(value.getClass()), value);
      }
    }
  }

  private void parts(Shape.Parts shape, Object value) {
    for (RecordComponent part : shape.components()) {
      if (part.getType() != Lease.class || !shape.bytesBesideLease()) {
        value(part.getGenericType(), read(part, value));
      }
    }
  }

  private static @Nullable Object read(RecordComponent part, Object value) {
    try {
      return part.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(value.getClass() + " does not tell its " + part.getName(), e);
    }
  }

  private void leaf(Object value) {
    out.write(1);
    switch (value) {
      case Integer number -> number(number, Integer.BYTES);
      case Long number -> number(number, Long.BYTES);
      case Boolean truth -> out.write(truth ? 1 : 0);
      case Double number -> number(Double.doubleToLongBits(number), Long.BYTES);
      case String text -> bytes(text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> bytes(bytes);
      case ByteBuffer buffer -> bytes(content(buffer));
      case Lease lease -> bytes(content(lease.buffer()));
      case Hash hash -> bytes(hash.bytes());
      case Opaque opaque -> bytes(opaque.bytes());
      case Bitfield field -> {
        number(field.size(), Integer.BYTES);
        bytes(field.toWire());
      }
      case Info info -> bytes(info.raw());
      case Metainfo metainfo -> bytes(metainfo.toBytes());
      default -> throw new IllegalArgumentException("no shape for " + value.getClass());
    }
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private void bytes(byte[] bytes) {
    number(bytes.length, Integer.BYTES);
    out.write(bytes, 0, bytes.length);
  }

  /// What was written since the last call.
  byte[] take() {
    byte[] all = out.toByteArray();
    out.reset();
    return all;
  }
}
