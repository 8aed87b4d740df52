/// Sessions of databases: no terminal, but questions and answers that can be read.
@NullMarked
package io.tapevault.recording.database;

import org.jspecify.annotations.NullMarked;
