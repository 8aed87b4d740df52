/// The auditor's page, as files that the build made of `web/page`.
@NullMarked
package io.tapevault.web;

import org.jspecify.annotations.NullMarked;
