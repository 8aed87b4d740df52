/// What an auditor asks for. What may stand in a request is in `asked`, how large bytes leave in
/// `download`, that the log says who looks in `audit`; the rest has a package for each thing that
/// is asked for: `events`, `sessions` and the words in their transcripts, what there is to `watch`,
/// `shares`, `holds` and what is hidden by a `redaction`.
@NullMarked
package io.tapevault.http.playback;

import org.jspecify.annotations.NullMarked;
