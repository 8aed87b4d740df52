package io.tapevault.event;

/// What else has to be so in the events that are asked for.
public interface Where {

  Where ANYTHING = json -> true;

  boolean holds(String json);
}
