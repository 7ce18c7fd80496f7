package dev.freshet.core.replay;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/// How the values of a type are made up.
sealed interface Shape {
  /// Values that this package writes by hand.
  record Leaf(Class<?> type) implements Shape {}

  /// One of so many constants.
  record Choice(Class<?> type) implements Shape {}

  /// Any number of the same.
  record Row(Type element) implements Shape {}

  /// A record: its parts one after the other.
  record Parts(Class<?> type, RecordComponent[] components) implements Shape {
    /// Whether the bytes stand beside the hold on them: then they are the content, and a lease is
    /// only what is released.
    boolean bytesBesideLease() {
      return Arrays.stream(components).anyMatch(part -> part.getType() == ByteBuffer.class);
    }
  }

  /// One of several records.
  record Family(List<Class<?>> members) implements Shape {}

  /// The shape of a type.
  static Shape of(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new Row(list.getActualTypeArguments()[0]);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("no shape for " + type);
    }
    return Known.SHAPES.get(plain);
  }

  /// Shapes of classes, found out once: a node that is recorded begins its work meanwhile.
  final class Known {
    private static final ClassValue<Shape> SHAPES =
        new ClassValue<>() {
          @Override
          protected Shape computeValue(Class<?> type) {
            return find(type);
          }
        };

    private Known() {}
  }

  private static Shape find(Class<?> plain) {
    if (isLeaf(plain)) {
      return new Leaf(plain);
    }
    if (plain.isEnum()) {
      return new Choice(plain);
    }
    if (plain.isRecord()) {
      return new Parts(plain, plain.getRecordComponents());
    }
    if (plain.isSealed()) {
      List<Class<?>> members = new ArrayList<>();
      gather(plain, members);
      return new Family(members);
    }
    throw new IllegalArgumentException("no shape for " + plain);
  }

  private static boolean isLeaf(Class<?> type) {
    return type.isPrimitive()
        || type == String.class
        || type == byte[].class
        || type == ByteBuffer.class
        || type == Lease.class
        || type == Hash.class
        || type == Opaque.class
        || type == Bitfield.class
        || type == Info.class
        || type == Metainfo.class;
  }

  private static void gather(Class<?> family, List<Class<?>> members) {
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (member.isSealed()) {
        gather(member, members);
      } else {
        members.add(member);
      }
    }
  }

  /// A checksum of the shapes of all that these types are made of.
  static int fingerprint(Type... types) {
    CRC32 sum = new CRC32();
    Set<String> seen = new TreeSet<>();
    for (Type type : types) {
      describe(type, sum, seen);
    }
    return (int) sum.getValue();
  }

  private static void describe(Type type, CRC32 sum, Set<String> seen) {
    sum.update(type.getTypeName().getBytes(StandardCharsets.UTF_8));
    if (!seen.add(type.getTypeName())) {
      return;
    }
    switch (of(type)) {
      case Leaf _ -> {}
      case Choice(Class<?> choice) -> {
        for (Object constant : choice.getEnumConstants()) {
          sum.update(constant.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      case Row(Type element) -> describe(element, sum, seen);
      case Parts(Class<?> _, RecordComponent[] components) -> {
        for (RecordComponent part : components) {
          sum.update(part.getName().getBytes(StandardCharsets.UTF_8));
          describe(part.getGenericType(), sum, seen);
        }
      }
      case Family(List<Class<?>> members) -> members.forEach(one -> describe(one, sum, seen));
    }
  }
}
