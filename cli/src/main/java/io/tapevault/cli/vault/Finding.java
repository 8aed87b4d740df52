package io.tapevault.cli.vault;

/// What an examination found about one thing, and what to do, where there is something to do.
public record Finding(String about, boolean well, String what, String todo) {

  public static Finding well(String about, String what) {
    return new Finding(about, true, what, "");
  }

  public static Finding bad(String about, String what, String todo) {
    return new Finding(about, false, what, todo);
  }
}
