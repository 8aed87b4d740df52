package io.tapevault.siem.aws;

import io.tapevault.json.Malformed;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The few elements of SNS's answers that are looked at.
final class XmlEntries {

  private static final XMLInputFactory XML = XMLInputFactory.newFactory();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XML.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  private XmlEntries() {}

  /// What is told of an answer, as it is read.
  interface Told {

    /// An entry begins.
    void entry();

    /// A text, and the element that it stands in.
    void text(String element, String text);
  }

  /// Throws [Malformed] where it is no answer of SNS.
  static void read(String xml, Told told) {
    try {
      XMLStreamReader in = XML.createXMLStreamReader(new StringReader(xml));
      try {
        read(in, told);
      } finally {
        in.close();
      }
    } catch (XMLStreamException e) {
      throw new Malformed("it is no XML");
    }
  }

  private static void read(XMLStreamReader in, Told told) throws XMLStreamException {
    Deque<String> elements = new ArrayDeque<>();
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (elements.isEmpty()
              && !Set.of("PublishBatchResponse", "ErrorResponse").contains(in.getLocalName())) {
            throw new Malformed("it is no answer to PublishBatch");
          }
          elements.push(in.getLocalName());
          if (in.getLocalName().equals("member")) {
            told.entry();
          }
        }
        case XMLStreamConstants.CHARACTERS -> told.text(elements.getFirst(), in.getText());
        case XMLStreamConstants.END_ELEMENT -> elements.pop();
        default -> {}
      }
    }
  }
}
