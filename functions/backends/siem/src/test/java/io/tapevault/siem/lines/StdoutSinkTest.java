package io.tapevault.siem.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.testkit.contract.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StdoutSinkTest extends LinesTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Override
  protected EventSink writing() {
    return new StdoutSink(out);
  }

  @Override
  protected byte[] written() {
    return out.toByteArray();
  }

  /// What is of the standard output alone.
  @Nested
  class OfStdout {

    @Test
    void an_event_is_a_line() {
      writing()
          .deliver(
              List.of(
                  outgoing(Events.event("{\"event\":\"x\",\n\"é\":\"a\\nb\"}")),
                  outgoing(Events.event("{\"event\":\"y\"}"))));
      assertEquals("{\"event\":\"x\", \"é\":\"a\\nb\"}\n{\"event\":\"y\"}\n", out.toString(UTF_8));
    }

    @Test
    void what_nobody_reads_is_tried_again() {
      OutputStream closed =
          new OutputStream() {
            @Override
            public void write(int one) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      assertInstanceOf(Delivery.TryAgain.class, new StdoutSink(closed).deliver(events(1)));
    }

    @Test
    void it_has_one_name() {
      StdoutSink.check(new SinkSpec("soc", SinkType.STDOUT, Map.of(SinkSpec.ADDRESS, "-"), null));
      SinkSpec other =
          new SinkSpec("soc", SinkType.STDOUT, Map.of(SinkSpec.ADDRESS, "/dev/stdout"), null);
      assertThrows(IllegalArgumentException.class, () -> StdoutSink.check(other));
    }
  }
}
