package dev.freshet.protocol.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The status line and header fields of a response.
///
/// @param minor the digit behind `HTTP/1.`
/// @param status 100 to 999
/// @param fields in their order
public record ResponseHead(int minor, int status, List<HeaderField> fields) {
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.([0-9]) ([1-9][0-9]{2})(?: .*)?", Pattern.DOTALL);
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /// What is not known.
  static final long UNKNOWN = -1;

  public ResponseHead {
    fields = List.copyOf(fields);
  }

  /// Reads it from its lines, without the empty one at the end.
  static ResponseHead of(List<String> lines) throws HttpException {
    Matcher status = STATUS.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!status.matches()) {
      throw new HttpException("an answer that is not HTTP");
    }
    List<HeaderField> fields = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      fields.add(field(line));
    }
    return new ResponseHead(
        Integer.parseInt(status.group(1)), Integer.parseInt(status.group(2)), fields);
  }

  private static HeaderField field(String line) throws HttpException {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon);
    String value = line.substring(colon + 1).strip();
    // a space before the colon, or a line that goes on with the one before, is read in different
    // ways by different programs
    if (!HeaderField.isToken(name) || !HeaderField.isValue(value)) {
      throw new HttpException("a header that is none");
    }
    return new HeaderField(name, value);
  }

  /// The first value of this field, whose name is in lower case; null if there is none.
  public @Nullable String first(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(HeaderField::value)
        .findFirst()
        .orElse(null);
  }

  /// Whether more may be asked on the same connection.
  boolean keepsAlive() {
    boolean close = false;
    boolean keep = false;
    for (HeaderField field : fields) {
      if (field.name().equals("connection")) {
        for (String word : field.value().split(",", -1)) {
          close |= word.strip().equalsIgnoreCase("close");
          keep |= word.strip().equalsIgnoreCase("keep-alive");
        }
      }
    }
    return !close && (minor >= 1 || keep);
  }

  /// Whether the body comes in chunks.
  boolean chunked() throws HttpException {
    List<String> codings =
        fields.stream()
            .filter(field -> field.name().equals("transfer-encoding"))
            .map(HeaderField::value)
            .toList();
    if (codings.isEmpty()) {
      return false;
    }
    if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
      throw new HttpException("a transfer encoding that is not known");
    }
    return true;
  }

  /// How long the body is said to be; [#UNKNOWN] if it is not said.
  ///
  /// @throws HttpException if two different lengths are said, or something that is no length
  public long length() throws HttpException {
    long length = UNKNOWN;
    for (HeaderField field : fields) {
      if (field.name().equals("content-length")) {
        long said =
            LENGTH.matcher(field.value()).matches() ? Long.parseLong(field.value()) : UNKNOWN;
        if (said == UNKNOWN || (length != UNKNOWN && said != length)) {
          throw new HttpException("a content length that is none");
        }
        length = said;
      }
    }
    return length;
  }

  /// Whether there is never a body with this status.
  boolean bodiless() {
    return status == 204 || status == 304;
  }
}
