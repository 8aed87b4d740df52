package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.secrets.SecretReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSpecTest {

  private static final SinkSpec WHOLE =
      new SinkSpec(
          "soc",
          SinkType.WEBHOOK,
          Map.of(SinkSpec.ADDRESS, "https://siem.example/in", SinkSpec.ALLOW, "10.1.0.0/16"),
          "whsec_x");

  @Test
  void its_json_is_the_entry_of_every_configuration() {
    String json =
        "{\"name\":\"soc\",\"webhook\":\"https://siem.example/in\",\"allow\":\"10.1.0.0/16\",\"secret\":\"whsec_x\"}";
    assertEquals(json, WHOLE.json());
    assertEquals(WHOLE, SinkSpec.parse(json));
    assertEquals("https://siem.example/in", WHOLE.address());
    assertEquals("soc", WHOLE.toString());
  }

  @Test
  void what_is_the_same_for_all_types_comes_back_as_well() {
    String json =
        """
        {"name":"soc","webhook":"https://siem.example/in","secret":"env:SOC","format":"ocsf",\
        "filter":{"types":["exec"],"prefixes":["session."],"codes":["T2000I"],"users":["maria"],\
        "exclude":{"users":["bot"]},\
        "where":[{"field":"labels.env","one_of":["prod","test"]},{"field":"login","exists":false}]},\
        "redact":{"drop":["a"],"mask":["b.c"],"hash":["user"],"key":"file:/run/key"},\
        "begin":"2026-03-01T00:00:00Z"}\
        """;
    SinkSpec spec = SinkSpec.parse(json);
    assertEquals(json, spec.json());
    assertEquals(spec, SinkSpec.parse(spec.json()));
    assertEquals(List.of(), spec.literalSecrets());
    assertEquals(
        List.of(new SecretReference.Environment("SOC"), new SecretReference.InFile("/run/key")),
        spec.references());
  }

  @Test
  void what_says_nothing_is_not_written() {
    assertEquals(
        WHOLE.json(),
        SinkSpec.parse(
                WHOLE
                    .json()
                    .replace(
                        "}",
                        ",\"filter\":{\"types\":[]},\"redact\":{},\"format\":\"raw\",\"begin\":\"oldest\"}"))
            .json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'format':'leef' | format is none of raw, ecs, ocsf and cef",
        "'begin':'soon' | begin is none of oldest, now and a time such as 2026-03-01T00:00:00Z",
        "'secret':'env:a b' | secret: it is none of env:NAME, file:/path, arn:aws:secretsmanager:… and arn:aws:ssm:…:parameter/…",
        "'filter':{'type':['x']} | filter has 'type', which is none of [codes, exclude, prefixes, types, users, where]",
        "'filter':{'types':'x'} | filter.types is not a list",
        "'filter':{'exclude':{'codes':[7]}} | filter.exclude.codes[0] is not a text",
        "'filter':{'where':[{'field':'a'}]} | filter.where[0].field has to name a field, with one of equals, one_of and exists beside it",
        "'filter':{'where':[{'field':'a','equals':1,'exists':true}]} | filter.where[0].field has to name a field, with one of equals, one_of and exists beside it",
        "'filter':{'where':true} | filter.where is not a list, nor a text",
        "'filter':{'where':'user'} | filter.where[0] is no predicate: character 5: something is missing at the end; write as in equals(user, \"alice\") && !contains(addr.remote, \"10.\")",
        "'redact':{'drop':['uid']} | redact.drop holds one of [event, sid, time, uid], by which a SIEM tells one event from another",
        "'redact':{'hash':['user']} | redact.hash needs a key beside it: a secret, without which a hash can be guessed"
      })
  void every_fault_of_what_is_the_same_for_all_is_named(String member, String fault) {
    String json = "{'name':'a','webhook':'b'," + member + "}";
    var refused =
        assertThrows(IllegalArgumentException.class, () -> SinkSpec.parse(json.replace('\'', '"')));
    assertEquals(fault, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-';"
            + " type: there is no single address, such as webhook: https://…",
        "{\"name\":\"a b\",\"webhook\":\"x\"} | name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-'",
        "{\"name\":\"a\",\"webhook\":\"x\",\"secret\":\" \"} | secret: it is empty; leave it out where nothing is to be signed",
        "{\"name\":\"a\",\"webhook\":\"x\",\"color\":\"y\"} | color: it is none of [allow, begin, ca, certificate, filter, format, headers, key, name, redact, secret, webhook]"
      })
  void every_fault_is_named(String json, String faults) {
    var refused = assertThrows(IllegalArgumentException.class, () -> SinkSpec.parse(json));
    assertEquals(faults, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private",
        "[\"private\"]",
        "{\"name\":\"a\",\"webhook\":\"x\",\"secret\":[\"private\"]}",
        "{\"name\":\"a\",\"webhook\":\"x\",\"private-1\":\"y\"}",
        "{\"name\":\"private private\",\"webhook\":\"x\"}"
      })
  void no_fault_repeats_what_may_be_a_secret(String json) {
    for (String text : List.of(json, json + "}")) {
      var refused = assertThrows(IllegalArgumentException.class, () -> SinkSpec.parse(text));
      assertFalse(refused.toString().contains("private"), refused.toString());
    }
  }
}
