package io.tapevault.recording.protostream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.database.Dialogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An event of a database's session, by the field numbers of its type: what was asked and answered.
final class DatabaseRecord {

  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;

  private static final String DATABASE = "(database)";
  private static final String STATUS = "(status)";
  // A record has 64 KiB at most, and a text of it may be empty.
  private static final int MOST_PARAMETERS = 1_000;

  static final int START = 40;
  static final int END = 41;

  // From field 4 on; what has no name here is not shown.
  private static final Map<Integer, List<String>> TYPES = new HashMap<>();

  static {
    TYPES.put(START, List.of("", "", STATUS, DATABASE));
    TYPES.put(END, List.of(DATABASE));
    TYPES.put(42, List.of(DATABASE, "db_query", "db_query_parameters", STATUS));
    TYPES.put(61, List.of(DATABASE, "statement_name", "query"));
    TYPES.put(62, List.of(DATABASE, "statement_name", "portal_name", "parameters"));
    TYPES.put(63, List.of(DATABASE, "portal_name"));
    TYPES.put(64, List.of(DATABASE, "statement_name", "portal_name"));
    TYPES.put(65, List.of(DATABASE, "function_oid", "function_args"));
    TYPES.put(72, List.of(DATABASE, "query"));
    TYPES.put(73, List.of(DATABASE, "statement_id", "parameters"));
    TYPES.put(74, List.of(DATABASE, "statement_id", "parameter_id", "data_size"));
    TYPES.put(75, List.of(DATABASE, "statement_id"));
    TYPES.put(76, List.of(DATABASE, "statement_id"));
    TYPES.put(77, List.of(DATABASE, "statement_id", "rows_count"));
    TYPES.put(78, List.of(DATABASE, "statement_id", "parameters"));
    TYPES.put(81, List.of(DATABASE, "schema_name"));
    TYPES.put(82, List.of(DATABASE, "schema_name"));
    TYPES.put(83, List.of(DATABASE, "schema_name"));
    TYPES.put(84, List.of(DATABASE));
    TYPES.put(85, List.of(DATABASE, "process_id"));
    TYPES.put(86, List.of(DATABASE));
    TYPES.put(87, List.of(DATABASE));
    TYPES.put(89, List.of(DATABASE, "proc_name", "parameters"));
    TYPES.put(90, List.of(DATABASE));
    TYPES.put(100, List.of(DATABASE, "path", "raw_query", "method", "", "", "", "target", "query"));
    TYPES.put(101, List.of(DATABASE, "", "keyspace", "batch_type"));
    TYPES.put(102, List.of(DATABASE, "query", "keyspace"));
    TYPES.put(103, List.of(DATABASE));
    TYPES.put(104, List.of(DATABASE, "query_id"));
    TYPES.put(109, List.of(DATABASE, "status_code", "path", "raw_query", "method", "target"));
    TYPES.put(120, List.of(DATABASE, "path", "raw_query", "method", "", "", "", "target", "query"));
    TYPES.put(158, List.of(DATABASE, STATUS, "procedure"));
    TYPES.put(159, List.of(DATABASE, STATUS, "affected_records"));
  }

  private static final int FIRST = 4;
  private static final List<String> OF_DATABASE =
      List.of("db_service", "db_protocol", "", "db_name", "db_user");

  private final int type;
  private final Map<String, String> members = new HashMap<>();
  private final List<String> parameters = new ArrayList<>();

  private DatabaseRecord(int type) {
    this.type = type;
  }

  static boolean isOne(int type) {
    return TYPES.containsKey(type);
  }

  /// Reads the message of an event of this type, whose metadata are known.
  static void read(int type, byte[] message, RecordedFields event) throws IOException {
    DatabaseRecord record = new DatabaseRecord(type);
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case (2 << 3) | BYTES -> event.user = DetailRecord.first(in.readByteArray());
        case (3 << 3) | BYTES -> event.sessionId = DetailRecord.first(in.readByteArray());
        default -> record.field(tag, in);
      }
    }
    if (type == START || type == 42 || type == 159) {
      // In proto3, what is false is left out.
      record.members.putIfAbsent("success", "false");
    }
    event.login = record.members.getOrDefault("db_user", "");
    event.server = record.members.getOrDefault("db_service", "");
    event.command = Dialogue.question(record.members);
    event.said = Dialogue.of(event.type(), record.members, record.parameters);
  }

  private void field(int tag, CodedInputStream in) throws IOException {
    List<String> names = TYPES.getOrDefault(type, List.of());
    int at = WireFormat.getTagFieldNumber(tag) - FIRST;
    String name = at >= 0 && at < names.size() ? names.get(at) : "";
    int wire = WireFormat.getTagWireType(tag);
    if (name.equals(DATABASE) && wire == BYTES) {
      texts(in.readByteArray(), OF_DATABASE);
    } else if (name.equals(STATUS) && wire == BYTES) {
      status(in.readByteArray());
    } else if (Dialogue.LISTS.contains(name) && wire == BYTES) {
      String text = in.readString();
      if (parameters.size() < MOST_PARAMETERS) {
        parameters.add(text);
      }
    } else if (!name.isEmpty() && wire == BYTES) {
      members.put(name, in.readString());
    } else if (!name.isEmpty() && wire == VARINT) {
      members.put(name, Long.toUnsignedString(in.readInt64()));
    } else {
      in.skipField(tag);
    }
  }

  private void texts(byte[] message, List<String> names) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int at = WireFormat.getTagFieldNumber(tag) - 1;
      String name = at < names.size() ? names.get(at) : "";
      if (!name.isEmpty() && WireFormat.getTagWireType(tag) == BYTES) {
        members.put(name, in.readString());
      } else {
        in.skipField(tag);
      }
    }
  }

  private void status(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case (1 << 3) | VARINT -> members.put("success", Boolean.toString(in.readBool()));
        case (2 << 3) | BYTES -> members.put("error", in.readString());
        default -> in.skipField(tag);
      }
    }
  }
}
