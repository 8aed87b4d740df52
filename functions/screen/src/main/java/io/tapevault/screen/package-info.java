/// What a reader of a terminal saw, by an emulator: transcripts, pictures and pages.
@NullMarked
package io.tapevault.screen;

import org.jspecify.annotations.NullMarked;
