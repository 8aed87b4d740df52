package io.tapevault.infra.data;

import static io.tapevault.infra.Rights.statement;
import static io.tapevault.infra.Rights.statements;
import static io.tapevault.infra.Rights.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What each function may read and change of the table.
class TableRightsTest {

  @Test
  void only_the_table_and_its_index_by_day_can_be_searched() {
    JsonNode search = statement("PlaybackAnswer", "SearchEvents");
    assertEquals(
        Set.of("<Table>", "<Table>/index/timesearchV2"), Set.copyOf(texts(search, "Resource")));
  }

  @Test
  void who_plays_writes_events_and_nothing_that_the_vault_keeps_beside_them() {
    JsonNode out = statement("PlaybackAnswer", "KeepOut");
    assertEquals("Deny", out.path("Effect").asText());
    assertEquals(List.of("dynamodb:PutItem"), texts(out, "Action"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAnyValue:StringLike\":{\"dynamodb:LeadingKeys\":"
                + "[\"holds#*\",\"parked#*\",\"receipts#*\",\"register#*\",\"sessions#*\",\"tokens#*\"]},"
                + "\"ForAnyValue:StringNotLike\":{\"dynamodb:LeadingKeys\":[\"register#keys\"]}}"),
        out.path("Condition"),
        "but for the key of cursors");
    assertEquals(
        out.at("/Condition/ForAnyValue:StringLike"),
        statement("OriginalsOriginal", "KeepOut").at("/Condition/ForAnyValue:StringLike"));
    assertFalse(
        statement("OriginalsOriginal", "KeepOut")
            .path("Condition")
            .has("ForAnyValue:StringNotLike"));
  }

  @Test
  void what_anybody_may_call_finds_links_and_holds_and_puts_nothing_into_their_partitions() {
    for (String role : List.of("SharingMake", "SharingOpen")) {
      assertEquals(
          Synthesised.parse(
              "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#shares\"]}}"),
          statement(role, "FindShares").path("Condition"));
      assertEquals(
          List.of("FindShares", "ReadHolds"),
          statements(Synthesised.ANYWHERE, role).stream()
              .filter(one -> texts(one, "Action").contains("dynamodb:Query"))
              .map(one -> one.path("Sid").asText())
              .sorted()
              .toList());
    }
    assertEquals(statement("OriginalsOriginal", "KeepOut"), statement("SharingOpen", "KeepOut"));
    assertEquals(
        Synthesised.parse("[\"register#shares\"]"),
        statement("SharingMake", "KeepTo")
            .at("/Condition/ForAnyValue:StringNotLike/dynamodb:LeadingKeys"));
  }

  @Test
  void who_lets_in_sees_tokens_alone_and_changes_nothing_but_when_one_was_used() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"tokens#\"]}}"),
        statement("AuthorizingAuthorize", "ReadTokens").path("Condition"));
    assertEquals(
        Synthesised.parse(
            """
            {"ForAllValues:StringEquals":
               {"dynamodb:LeadingKeys": ["tokens#"],
                "dynamodb:Attributes": ["SessionID", "EventIndex", "UsedAt"]},
             "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}\
            """),
        statement("AuthorizingAuthorize", "NoteTokenUse").path("Condition"));
  }

  @Test
  void who_issues_tokens_writes_events_and_tokens_and_brings_none_back() {
    assertEquals(
        Synthesised.parse("[\"tokens#\"]"),
        statement("AuthorizingTokens", "KeepTo")
            .path("Condition")
            .path("ForAnyValue:StringNotLike")
            .path("dynamodb:LeadingKeys"));
    assertEquals(
        Synthesised.parse("[\"SessionID\", \"EventIndex\", \"RevokedBy\", \"RevokedAt\"]"),
        statement("AuthorizingTokens", "RevokeTokens")
            .path("Condition")
            .path("ForAllValues:StringEquals")
            .path("dynamodb:Attributes"));
  }

  @Test
  void who_delivers_notes_what_its_own_siem_has_had_and_whether_it_is_down() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"receipts#soc#*\"]}}"),
        statement("ForwardingTosocDeliver", "NoteReceipts").path("Condition"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#sinks\"]}}"),
        statement("ForwardingTosocDeliver", "KeepSinkStates").path("Condition"));
  }

  @Test
  void who_delivers_changes_beside_events_nothing_that_the_vault_keeps_but_its_own() {
    JsonNode keep = statement("ForwardingTosocDeliver", "KeepTo");
    assertEquals("Deny", keep.path("Effect").asText());
    assertEquals(List.of("dynamodb:PutItem"), texts(keep, "Action"));
    assertEquals(
        Synthesised.parse(
            """
            {"ForAnyValue:StringLike":
               {"dynamodb:LeadingKeys": ["holds#*", "receipts#*", "register#*", "sessions#*", "tokens#*"]},
             "ForAnyValue:StringNotLike":
               {"dynamodb:LeadingKeys": ["receipts#soc#*", "register#sinks"]}}\
            """),
        keep.path("Condition"));
  }

  @Test
  void who_reconciles_writes_only_how_far_it_has_come() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#replays\"]}}"),
        statement("ForwardingReconcile", "KeepReplays").path("Condition"));
  }

  @Test
  void the_door_reads_of_the_table_what_is_parked_and_what_is_asked_for_once_more() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"register#replays\",\"parked#*\"]}}"),
        statement("IngestAccept", "FindReplays").path("Condition"));
  }

  @Test
  void what_is_parked_lies_beside_the_events() {
    JsonNode park = statement("ForwardingTosocDeliver", "ParkEvents");
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"parked#*\"]}}"),
        park.path("Condition"));
  }

  @Test
  void who_looks_for_silence_removes_nothing_but_what_is_in_the_register() {
    JsonNode remove = statement("WatchingWatch", "RemoveFromRegister");
    assertEquals(List.of("dynamodb:DeleteItem"), texts(remove, "Action"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"register#*\"]}}"),
        remove.path("Condition"));
    List<String> recordings =
        statements(Synthesised.ANYWHERE, "WatchingWatch").stream()
            .flatMap(one -> texts(one, "Resource").stream())
            .filter(resource -> resource.contains("/recordings/"))
            .toList();
    assertEquals(List.of(), recordings);
  }

  @Test
  void who_holds_changes_nothing_of_an_event_but_when_it_expires_and_reads_no_recording() {
    for (String role : Set.of("HoldingHold", "HoldingRetain")) {
      assertEquals(
          Synthesised.parse(
              """
              {"ForAllValues:StringEquals":
                 {"dynamodb:Attributes": ["SessionID", "EventIndex", "Expires", "Held"]},
               "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}\
              """),
          statement(role, "ChangeExpiry").path("Condition"));
      assertEquals(
          List.of("<Bucket>/recordings/*"), texts(statement(role, "ProtectObjects"), "Resource"));
    }
    String holds = "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"holds#\"]}}";
    assertEquals(
        Synthesised.parse(holds), statement("HoldingRetain", "ForgetHolds").path("Condition"));
    assertEquals(
        Synthesised.parse(holds), statement("IngestAccept", "ReadHolds").path("Condition"));
  }
}
