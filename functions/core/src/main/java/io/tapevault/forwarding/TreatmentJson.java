package io.tapevault.forwarding;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.selection.Condition;
import io.tapevault.forwarding.selection.Filter;
import io.tapevault.forwarding.selection.Selection;
import java.io.IOException;
import java.util.List;

/// Writes what [TreatmentReader] reads, and of that only what says something.
final class TreatmentJson {

  private final JsonGenerator out;

  private TreatmentJson(JsonGenerator out) {
    this.out = out;
  }

  static void write(Treatment treatment, JsonGenerator out) throws IOException {
    TreatmentJson json = new TreatmentJson(out);
    if (treatment.format() != Format.RAW) {
      out.writeStringField("format", treatment.format().word());
    }
    if (!treatment.selection().equals(Selection.ALL)) {
      json.selection(treatment.selection());
    }
    if (!treatment.redaction().equals(Redaction.NONE)) {
      json.redaction(treatment.redaction());
    }
  }

  private void selection(Selection selection) throws IOException {
    out.writeObjectFieldStart("filter");
    filter(selection.include());
    if (!selection.exclude().equals(Filter.NONE)) {
      out.writeObjectFieldStart("exclude");
      filter(selection.exclude());
      out.writeEndObject();
    }
    if (!selection.where().isEmpty()) {
      out.writeArrayFieldStart("where");
      for (Condition condition : selection.where()) {
        condition(condition);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void filter(Filter filter) throws IOException {
    texts("types", filter.types());
    texts("prefixes", filter.prefixes());
    texts("codes", filter.codes());
    texts("users", filter.users());
  }

  private void condition(Condition condition) throws IOException {
    out.writeStartObject();
    out.writeStringField("field", condition.field());
    switch (condition) {
      case Condition.OneOf one -> texts("one_of", one.texts());
      case Condition.Exists exists -> out.writeBooleanField("exists", exists.wanted());
    }
    out.writeEndObject();
  }

  private void redaction(Redaction redaction) throws IOException {
    out.writeObjectFieldStart("redact");
    texts("drop", redaction.drop());
    texts("mask", redaction.mask());
    texts("hash", redaction.hash());
    if (redaction.key() != null) {
      out.writeStringField("key", redaction.key());
    }
    out.writeEndObject();
  }

  private void texts(String name, List<String> texts) throws IOException {
    if (!texts.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (String text : texts) {
        out.writeString(text);
      }
      out.writeEndArray();
    }
  }
}
