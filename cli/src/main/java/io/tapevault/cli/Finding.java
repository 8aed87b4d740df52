package io.tapevault.cli;

/// What [Examination] found about one thing, and what to do, where there is something to do.
record Finding(String about, boolean well, String what, String todo) {

  static Finding well(String about, String what) {
    return new Finding(about, true, what, "");
  }

  static Finding bad(String about, String what, String todo) {
    return new Finding(about, false, what, todo);
  }
}
