package io.tapevault.infra;

import software.amazon.awscdk.services.lambda.Alias;

/// One method of one path of the API, and the function that answers it.
record Route(String method, String path, Alias alias) {}
