package io.tapevault.http;

/// What a route makes of a request: a response, or the problem with it.
public sealed interface Answer permits HttpResponse, Problem {}
