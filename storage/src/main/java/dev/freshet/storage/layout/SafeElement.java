package dev.freshet.storage.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// One element of a path, made so that every file system takes it and none reads anything else into
/// it. The rules are those of the strictest system everywhere, so that a torrent has the same names
/// on all of them.
final class SafeElement {
  /// The longest name that common file systems take, in bytes of UTF-8.
  static final int MAX_BYTES = 255;

  /// The longest extension that is kept when a name is cut.
  private static final int MAX_EXTENSION_BYTES = 24;

  /// Room kept for a dot and a number.
  private static final int MAX_NUMBER_BYTES = 11;

  private static final char SUBSTITUTE = '_';

  /// Names that Windows takes for devices, whatever extension follows.
  private static final Set<String> DEVICES =
      Set.of(
          "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$", "COM0", "COM1", "COM2", "COM3",
          "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³", "LPT0", "LPT1",
          "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³");

  private SafeElement() {}

  /// A safe name that is as like `element` as can be.
  static String of(String element) {
    String name = trimmed(replaced(element, false));
    if (!isStorable(name)) {
      name = trimmed(replaced(element, true));
    }
    if (isDevice(name)) {
      name = SUBSTITUTE + name;
    }
    return bytes(name) <= MAX_BYTES ? name : cut(name, "", MAX_BYTES);
  }

  /// The same name with a number before its extension: `name.1.ext`. Long names are cut alike for
  /// all numbers, so that names which meet under one number meet under every other.
  static String numbered(String name, int number) {
    return cut(name, "." + number, MAX_BYTES - MAX_NUMBER_BYTES);
  }

  /// What is the same of all names that some file system takes for one: case and composition (NFC,
  /// NFD) folded.
  static String folded(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  private static String replaced(String element, boolean asciiOnly) {
    StringBuilder name = new StringBuilder(Math.min(element.length(), 2 * MAX_BYTES));
    element
        .codePoints()
        .forEach(c -> name.appendCodePoint(isFit(c) && (c < 128 || !asciiOnly) ? c : SUBSTITUTE));
    return name.toString();
  }

  private static boolean isFit(int c) {
    if ("/\\:*?\"<>|".indexOf(c) >= 0 || (c & 0xfffe) == 0xfffe) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Without dots and spaces at the end, which Windows drops; those that are all dots and spaces
  /// become one substitute.
  private static String trimmed(String name) {
    int end = name.length();
    while (end > 0
        && (name.charAt(end - 1) == '.' || Character.isSpaceChar(name.charAt(end - 1)))) {
      end--;
    }
    return end == 0 ? String.valueOf(SUBSTITUTE) : name.substring(0, end);
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip();
    return DEVICES.contains(stem.toUpperCase(Locale.ROOT));
  }

  /// Whether this system's names can hold it: not so for most where the locale is plain "C".
  private static boolean isStorable(String name) {
    try {
      return !Path.of(name).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// `name` with `tail` before its extension, the stem cut so that all but the tail fits in that
  /// many bytes.
  private static String cut(String name, String tail, int maxBytes) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 ? name.substring(dot) : "";
    if (bytes(extension) > MAX_EXTENSION_BYTES) {
      extension = "";
    }
    String stem = name.substring(0, name.length() - extension.length());
    int room = maxBytes - bytes(extension);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < stem.length(); ) {
      int c = stem.codePointAt(i);
      int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (size > room) {
        break;
      }
      room -= size;
      kept.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return trimmed(kept.append(tail).append(extension).toString());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
