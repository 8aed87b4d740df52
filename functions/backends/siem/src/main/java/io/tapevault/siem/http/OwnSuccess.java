package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.json.JsonReader;

/// A success in the form of a SIEM's own. Whoever else answers 200 in its place, such as a proxy
/// with a page for people, has taken nothing: the events are sent again.
public final class OwnSuccess implements Reading {

  /// Nothing, as where 204 is usual.
  public static final Reading SILENT = new OwnSuccess(false);

  /// An object of JSON, whatever is in it.
  public static final Reading OBJECT = new OwnSuccess(true);

  private final boolean isObject;

  private OwnSuccess(boolean isObject) {
    this.isObject = isObject;
  }

  @Override
  public boolean wants(int status) {
    return status / 100 == 2;
  }

  @Override
  public Delivery of(Answered answer) {
    if (isObject) {
      return answer.json(json -> JsonReader.object("answer", json, name -> {}), answer::verdict);
    }
    return answer.text().isBlank()
        ? answer.verdict()
        : new Delivery.TryAgain(
            SiemHttp.SOON, false, answer.said() + ": that is no answer of this SIEM");
  }
}
