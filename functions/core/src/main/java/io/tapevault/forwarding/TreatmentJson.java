package io.tapevault.forwarding;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.selection.Filter;
import io.tapevault.forwarding.selection.Selection;
import io.tapevault.predicate.Condition;
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
      for (Selection.Wanted one : selection.where()) {
        if (one.predicate().isEmpty()) {
          condition(one.condition());
        } else {
          out.writeString(one.predicate());
        }
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
    switch (condition) {
      case Condition.In one -> {
        field(one);
        texts("one_of", one.texts());
        out.writeEndObject();
      }
      case Condition.Exists one -> exists(one, true);
      case Condition.Not(Condition.Exists one) -> exists(one, false);
      case Condition.Not not -> throw unsaid(not);
      case Condition.Contains contains -> throw unsaid(contains);
      case Condition.HasPrefix prefix -> throw unsaid(prefix);
      case Condition.AllOf all -> throw unsaid(all);
      case Condition.AnyOf any -> throw unsaid(any);
    }
  }

  private void field(Condition.OfField condition) throws IOException {
    out.writeStartObject();
    out.writeStringField("field", condition.field());
  }

  private void exists(Condition.Exists condition, boolean wanted) throws IOException {
    field(condition);
    out.writeBooleanField("exists", wanted);
    out.writeEndObject();
  }

  private static IllegalStateException unsaid(Condition condition) {
    return new IllegalStateException("a filter has no such condition: " + condition);
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
