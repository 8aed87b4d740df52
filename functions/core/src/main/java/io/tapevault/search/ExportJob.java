package io.tapevault.search;

/// A turn of an export that is too large for an answer.
///
/// `query` is what was asked, as an address spells it, and `after` the place behind which the
/// export begins, as a cursor has it. How far it has been made is kept where it is made.
public record ExportJob(String name, String query, String after, int turn) {

  public ExportJob next() {
    return new ExportJob(name, query, after, turn + 1);
  }
}
