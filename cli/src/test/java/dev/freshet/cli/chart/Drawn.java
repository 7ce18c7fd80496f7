package dev.freshet.cli.chart;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// What a drawing says, read back as XML.
final class Drawn {
  private Drawn() {}

  static Document read(String xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new AssertionError(xml, e);
    }
  }

  static List<Element> all(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  static List<String> texts(Document document) {
    return all(document, "text").stream().map(Element::getTextContent).toList();
  }

  /// The elements of this class.
  static List<Element> styled(Document document, String name, String style) {
    return all(document, name).stream()
        .filter(each -> each.getAttribute("class").equals(style))
        .toList();
  }

  /// Whether two texts of the same row would touch, by our own measure of letters.
  static boolean touching(Document document) {
    double[] reach = new double[4000];
    for (Element text : styled(document, "text", "k")) {
      if (text.getAttribute("text-anchor").equals("middle")) {
        int row = (int) Double.parseDouble(text.getAttribute("y"));
        double half = Letters.width(text.getTextContent(), 12) / 2;
        double x = Double.parseDouble(text.getAttribute("x"));
        if (reach[row] > 0 && x - half < reach[row]) {
          return true;
        }
        reach[row] = x + half;
      }
    }
    return false;
  }
}
