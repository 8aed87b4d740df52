package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.json.ForeignJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Requests and responses in the envelope of an API Gateway REST API's Lambda proxy integration.
public final class RestApi {

  // API Gateway takes at most 10 MB, which are 13.4 MB in base64.
  private static final int MAX_BODY = 16 << 20;
  private static final String BYTES = "application/octet-stream";
  // Lambda: the payload of a synchronous invocation.
  private static final int MOST_ANSWERED = 6_291_556;

  private static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BODY).build())
          // Else a character beyond the first plane would take twelve bytes.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private RestApi() {}

  public static HttpRequest read(InputStream in) throws IOException {
    Envelope envelope = new Envelope();
    try (JsonParser json = JSON.createParser(in)) {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        envelope.take(name, json);
      }
    }
    return envelope.request();
  }

  /// What has been read of an envelope so far.
  private static final class Envelope {
    private String method = "";
    private String path = "";
    private String id = "";
    private String caller = "";
    private String address = "";
    private String host = "";
    private String wholePath = "";
    private String body = "";
    private boolean base64;
    private final Map<String, List<String>> query = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();

    void take(String name, JsonParser json) throws IOException {
      switch (name) {
        case "httpMethod" -> method = text(json);
        case "path" -> path = text(json);
        case "body" -> body = text(json);
        case "isBase64Encoded" -> base64 = json.getValueAsBoolean();
        case "headers" ->
            texts(json, (header, value) -> headers.put(header.toLowerCase(Locale.ROOT), value));
        case "queryStringParameters" ->
            texts(json, (parameter, value) -> query.putIfAbsent(parameter, List.of(value)));
        // The same, and those that are there twice.
        case "multiValueQueryStringParameters" -> lists(json, query::put);
        case "requestContext" -> context(json);
        default -> json.skipChildren();
      }
    }

    private void context(JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "requestId" -> id = text(json);
          case "domainName" -> host = text(json);
          case "path" -> wholePath = text(json);
          case "identity" -> texts(json, this::identity);
          // Who showed a token, as our own authorizer has checked.
          case "authorizer" ->
              texts(json, (name, value) -> caller = name.equals("caller") ? value : caller);
          default -> json.skipChildren();
        }
      }
    }

    /// Who signed it, as AWS has checked, and from where.
    private void identity(String name, String value) {
      switch (name) {
        case "userArn" -> caller = value.isEmpty() ? caller : value;
        case "sourceIp" -> address = value;
        default -> {}
      }
    }

    /// With the stage in it, or what a domain of one's own has in its place.
    private String vault() {
      String domain = host.isEmpty() ? headers.getOrDefault("host", "") : host;
      String stage =
          wholePath.endsWith(path)
              ? wholePath.substring(0, wholePath.length() - path.length())
              : "";
      return domain.isEmpty() ? "" : "https://" + domain + stage;
    }

    HttpRequest request() {
      byte[] bytes = base64 ? Base64.getDecoder().decode(body) : body.getBytes(UTF_8);
      return new HttpRequest(
          method,
          path,
          Map.copyOf(query),
          Map.copyOf(headers),
          new ByteArrayInputStream(bytes),
          id,
          caller,
          new HttpRequest.Origin(address, vault()));
    }
  }

  private interface Texts {
    void put(String name, String value);
  }

  private static void texts(JsonParser json, Texts texts) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken().isScalarValue()) {
        texts.put(name, text(json));
      } else {
        json.skipChildren();
      }
    }
  }

  private interface Lists {
    void put(String name, List<String> values);
  }

  private static void lists(JsonParser json, Lists lists) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.START_ARRAY) {
        json.skipChildren();
        continue;
      }
      List<String> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken().isScalarValue()) {
          values.add(text(json));
        } else {
          json.skipChildren();
        }
      }
      lists.put(name, values);
    }
  }

  private static String text(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
  }

  private static void expect(JsonToken found, JsonToken expected) throws IOException {
    if (found != expected) {
      throw new IOException("an envelope is a JSON object, not " + found);
    }
  }

  /// A body is text, or bytes where its type says so, which go in base64. What is larger than a
  /// Lambda answers is a problem that says so: without it the caller would get a fault, and try
  /// again for ever.
  public static void write(HttpResponse response, OutputStream out) throws IOException {
    byte[] envelope = envelope(response);
    out.write(
        envelope.length <= MOST_ANSWERED
            ? envelope
            : envelope(
                new Problem(
                        Problem.Type.ANSWER_TOO_LARGE,
                        "the answer has more than the 6 MB that AWS hands out; ask for less")
                    .response("-")));
  }

  private static byte[] envelope(HttpResponse response) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (HttpResponse.Content content = response.content()) {
      content.writeTo(body);
    }
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(envelope)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", response.status());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : response.headers().entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      boolean bytes =
          BYTES.equals(response.headers().get("content-type"))
              || response.headers().containsKey("content-encoding");
      json.writeStringField(
          "body",
          bytes ? Base64.getEncoder().encodeToString(body.toByteArray()) : body.toString(UTF_8));
      json.writeBooleanField("isBase64Encoded", bytes);
      json.writeEndObject();
    }
    return envelope.toByteArray();
  }
}
