package io.tapevault.forwarding.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.Stored;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

  private static final String EVENT =
      """
      {"event":"session.start","code":"T2000I","user":"maria","login":"","addr.remote":"10.0.0.1:5",
       "success":true,"n":1.50,"nothing":null,"labels":{"env":"prod","tags":["a","b"]},
       "list":[{"name":"x"},{"name":"y"}]}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{'types':['session.start','exec']} | true",
        "{'types':['session']} | false",
        "{'prefixes':['session.']} | true",
        "{'types':['exec'],'prefixes':['session.']} | true",
        "{'codes':['T2000I']} | true",
        "{'codes':['T2000E']} | false",
        "{'types':['session.start'],'codes':['T2000E']} | false",
        "{'users':['maria','oskar'],'prefixes':['session.']} | true",
        "{'users':['oskar']} | false",
        "{'exclude':{'types':['session.start']}} | false",
        "{'exclude':{'types':['exec'],'users':['maria']}} | false",
        "{'exclude':{'types':['exec'],'users':['oskar']}} | true",
        "{'types':['session.start'],'exclude':{'prefixes':['session']}} | false",
        "{'where':[{'field':'labels.env','equals':'prod'}]} | true",
        "{'where':[{'field':'labels.env','one_of':['test','dev']}]} | false",
        "{'where':[{'field':'labels.tags','equals':'b'}]} | true",
        "{'where':[{'field':'list.name','equals':'y'}]} | true",
        "{'where':[{'field':'addr.remote','equals':'10.0.0.1:5'}]} | true",
        "{'where':[{'field':'success','equals':true}]} | true",
        "{'where':[{'field':'n','equals':1.50}]} | true",
        "{'where':[{'field':'n','equals':1.5}]} | true",
        "{'where':[{'field':'n','one_of':[7,15e-1]}]} | true",
        "{'where':[{'field':'n','equals':'1.50'}]} | false",
        "{'where':[{'field':'n','equals':1.6}]} | false",
        "{'where':[{'field':'login','exists':true}]} | true",
        "{'where':[{'field':'nothing','exists':true}]} | false",
        "{'where':[{'field':'labels','exists':true}]} | true",
        "{'where':[{'field':'labels.none.at.all','exists':false}]} | true",
        "{'where':[{'field':'user.name','exists':true}]} | false",
        "{'where':[{'field':'user','equals':'maria'},{'field':'n','exists':false}]} | false"
      })
  void an_event_is_for_a_siem_or_not(String filter, boolean taken) {
    SinkSpec siem =
        SinkSpec.parse(
            "{\"name\":\"a\",\"webhook\":\"b\",\"filter\":" + filter.replace('\'', '"') + "}");
    assertEquals(taken, siem.treatment().selection().takes(Stored.event(EVENT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "equals(user, 'maria') && !hasPrefix(addr.remote, '192.'); true",
        "success == false || contains(labels.tags, 'b'); true",
        "success == false || n == 1.6; false",
        "n == 1.5; true"
      })
  void what_is_looked_for_may_be_a_predicate_as_in_a_search(String predicate, boolean taken) {
    for (String where : List.of("\"%s\"", "[\"exists(user)\",\"%s\"]")) {
      SinkSpec siem =
          SinkSpec.parse(
              "{\"name\":\"a\",\"webhook\":\"b\",\"filter\":{\"where\":"
                  + where.formatted(predicate)
                  + "}}");
      assertEquals(taken, siem.treatment().selection().takes(Stored.event(EVENT)));
      assertEquals(siem, SinkSpec.parse(siem.json()));
    }
  }
}
