package dev.freshet.core.replay;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes to values, as [ShapeWriter] wrote them.
final class ShapeReader {
  private static final String DAMAGED = "the recording is damaged";

  private final ByteBuffer in;

  ShapeReader(ByteBuffer in) {
    this.in = in;
  }

  /// A value that is there.
  <T> T value(Class<T> type) throws ReplayException {
    try {
      Object value = any(type);
      if (value != null) {
        return type.cast(value);
      }
    } catch (ReflectiveOperationException
        | MetainfoException
        | BufferUnderflowException
        | IllegalArgumentException e) {
      throw new ReplayException(DAMAGED, e);
    }
    throw new ReplayException(DAMAGED);
  }

  private @Nullable Object any(Type type) throws ReflectiveOperationException, MetainfoException {
    int kind = in.get();
    if (kind == 0) {
      return null;
    }
    return switch (Shape.of(type)) {
      case Shape.Leaf(Class<?> leaf) -> leaf(leaf);
      case Shape.Choice(Class<?> choice) -> member(List.of(choice.getEnumConstants()), kind);
      case Shape.Row(Type element) -> {
        List<@Nullable Object> all = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
          all.add(any(element));
        }
        yield all;
      }
      case Shape.Parts parts -> parts(parts);
      case Shape.Family(List<Class<?>> members) ->
          parts((Shape.Parts) Shape.of(member(members, kind)));
    };
  }

  private static <T> T member(List<T> all, int kind) {
    if (kind < 1 || kind > all.size()) {
      throw new IllegalArgumentException("one of " + all.size() + " and not " + kind);
    }
    return all.get(kind - 1);
  }

  private Object parts(Shape.Parts shape) throws ReflectiveOperationException, MetainfoException {
    RecordComponent[] components = shape.components();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      boolean hold = components[i].getType() == Lease.class && shape.bytesBesideLease();
      values[i] =
          hold ? Lease.unpooled(ByteBuffer.allocate(0)) : any(components[i].getGenericType());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return shape.type().getDeclaredConstructor(types).newInstance(values);
  }

  private Object leaf(Class<?> type) throws MetainfoException {
    if (type == int.class) {
      return in.getInt();
    } else if (type == long.class) {
      return in.getLong();
    } else if (type == boolean.class) {
      return in.get() != 0;
    } else if (type == double.class) {
      return Double.longBitsToDouble(in.getLong());
    } else if (type == Bitfield.class) {
      int size = in.getInt();
      Bitfield field = Bitfield.parse(size, bytes());
      if (field == null) {
        throw new IllegalArgumentException("a bit field of " + size);
      }
      return field;
    }
    byte[] bytes = bytes();
    if (type == String.class) {
      return new String(bytes, StandardCharsets.UTF_8);
    } else if (type == byte[].class) {
      return bytes;
    } else if (type == ByteBuffer.class) {
      return ByteBuffer.wrap(bytes);
    } else if (type == Lease.class) {
      return Lease.unpooled(ByteBuffer.wrap(bytes));
    } else if (type == Hash.class) {
      return Hash.of(bytes);
    } else if (type == Opaque.class) {
      return Opaque.of(bytes);
    } else if (type == Info.class) {
      return Info.parse(bytes);
    } else if (type == Metainfo.class) {
      return Metainfo.parse(bytes);
    }
    throw new IllegalArgumentException("no shape for " + type);
  }

  private byte[] bytes() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
