package dev.freshet.protocol.announce;

import dev.freshet.protocol.PercentCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The query of a request to an HTTP tracker: parameters whose values are bytes in percent-encoding
/// (BEP 3, RFC 3986). A plus stands for itself.
///
/// Values are kept as text of one char per byte (ISO 8859-1).
final class QueryString {
  /// The longest query that a tracker reads; one of eighty info-hashes in escapes is shorter.
  static final int MAX_LENGTH = 8192;

  /// Parameters in one query.
  static final int MAX_PARAMETERS = 128;

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private QueryString() {}

  static QueryString parse(String query) throws AnnounceException {
    if (query.length() > MAX_LENGTH) {
      throw new AnnounceException("a query of " + query.length() + " characters");
    }
    QueryString parsed = new QueryString();
    int from = 0;
    while (from <= query.length()) {
      int ampersand = query.indexOf('&', from);
      int to = ampersand < 0 ? query.length() : ampersand;
      if (to > from) {
        parsed.add(query.substring(from, to));
      }
      from = to + 1;
    }
    return parsed;
  }

  private void add(String parameter) throws AnnounceException {
    if (names.size() == MAX_PARAMETERS) {
      throw new AnnounceException("more than " + MAX_PARAMETERS + " parameters");
    }
    int equals = parameter.indexOf('=');
    names.add(unescape(equals < 0 ? parameter : parameter.substring(0, equals)));
    values.add(equals < 0 ? "" : unescape(parameter.substring(equals + 1)));
  }

  /// The value of this parameter; null if absent.
  ///
  /// @throws AnnounceException if it is there twice
  @Nullable String one(String name) throws AnnounceException {
    int first = names.indexOf(name);
    if (first != names.lastIndexOf(name)) {
      throw new AnnounceException("more than one " + name);
    }
    return first < 0 ? null : values.get(first);
  }

  /// The values of this parameter in order.
  List<String> all(String name) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        all.add(values.get(i));
      }
    }
    return all;
  }

  /// Appends `name=value`, after an ampersand if something stands there already.
  static void append(StringBuilder out, String name, byte[] value) {
    out.append(out.isEmpty() ? "" : "&").append(name).append('=').append(PercentCode.encode(value));
  }

  static void append(StringBuilder out, String name, String value) {
    append(out, name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String unescape(String text) throws AnnounceException {
    StringBuilder bytes = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new AnnounceException("a query with a space, control or non-ASCII character");
      }
      if (c == '%') {
        int escaped = PercentCode.escaped(text, i);
        if (escaped < 0) {
          throw new AnnounceException("a query with a broken escape");
        }
        c = (char) escaped;
        i += 2;
      }
      bytes.append(c);
    }
    return bytes.toString();
  }
}
