package dev.freshet.cli.json;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object on its way to one line of JSON (RFC 8259): names in the order they were put. Values
/// are text, numbers, truth, null, other objects, and collections of these. Numbers that JSON
/// cannot say become null.
public final class Json {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /// The same object with one more field.
  public Json put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Json object -> writeObject(object, out);
      case Collection<?> all -> writeAll(all, out);
      case Double number when !Double.isFinite(number) -> out.append("null");
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth.booleanValue());
      default -> writeText(value.toString(), out);
    }
  }

  private static void writeObject(Json object, StringBuilder out) {
    char before = '{';
    for (Map.Entry<String, @Nullable Object> field : object.fields.entrySet()) {
      out.append(before);
      writeText(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void writeAll(Collection<?> all, StringBuilder out) {
    char before = '[';
    for (Object value : all) {
      out.append(before);
      write(value, out);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && alone(text, i))) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /// Whether the surrogate at `i` is half a character, which no encoding can carry.
  private static boolean alone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
