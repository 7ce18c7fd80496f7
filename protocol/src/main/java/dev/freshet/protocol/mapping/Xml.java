package dev.freshet.protocol.mapping;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads the XML of a stranger: no document type, no entity but the five, nothing fetched, and
/// bounded in length, depth and the number of its elements.
final class Xml {
  static final int MAX_BYTES = 64 << 10;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 2000;

  /// An element that holds text.
  ///
  /// @param parent which element it is in: the same number for siblings
  record Leaf(int parent, String name, String text) {}

  private Xml() {}

  /// All elements without elements in them, in order; null if this is no XML.
  static @Nullable List<Leaf> leaves(byte[] document) {
    if (document.length > MAX_BYTES) {
      return null;
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // the parser would print what it thinks of bytes that are no UTF-8, to the program's errors
    String text = new String(document, StandardCharsets.UTF_8);
    String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
    try {
      XMLStreamReader reader =
          factory.createXMLStreamReader(
              new ByteArrayInputStream(unmarked.getBytes(StandardCharsets.UTF_8)), "UTF-8");
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | MissingResourceException e) {
      // the latter where the JDK has no words for what is wrong with a document type
      return null;
    }
  }

  private static @Nullable List<Leaf> read(XMLStreamReader reader) throws XMLStreamException {
    List<Leaf> leaves = new ArrayList<>();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    StringBuilder text = new StringBuilder();
    int begun = 0;
    boolean leaf = false;
    // what follows the root's end is of no interest: some devices send rubbish there
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          open.push(begun++);
          text.setLength(0);
          leaf = true;
          if (open.size() > MAX_DEPTH || begun > MAX_ELEMENTS) {
            return null;
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          open.pop();
          Integer parent = open.peek();
          if (leaf && parent != null) {
            leaves.add(new Leaf(parent, reader.getLocalName(), text.toString().strip()));
          }
          leaf = false;
          if (parent == null) {
            return leaves;
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return null;
        }
        default -> {}
      }
    }
    return null;
  }
}
