/// Reads a ProtoStream, plain or padded.
@NullMarked
package io.tapevault.recording.protostream;

import org.jspecify.annotations.NullMarked;
