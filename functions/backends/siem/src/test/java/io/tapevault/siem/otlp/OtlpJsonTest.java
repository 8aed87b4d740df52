package io.tapevault.siem.otlp;

import io.tapevault.forwarding.EventSink;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What every sink promises, once more where the encoding is JSON.
class OtlpJsonTest extends EventSinkContract {

  @Override
  protected EventSink open(URI address, Duration patience) {
    return OtlpSinkTest.otlp(address, patience, null, Map.of("encoding", "json"));
  }

  @Override
  protected List<String> uids(Request request) {
    return OtlpSinkTest.keys(request);
  }

  @Override
  protected Answer taking() {
    return Answer.saying(200, "{}", "content-type: application/json");
  }
}
