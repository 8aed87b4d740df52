package io.tapevault.infra.api;

import io.tapevault.http.Route;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.infra.functions.JavaFunction;
import io.tapevault.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IAuthorizer;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LambdaIntegrationOptions;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodDeploymentOptions;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RequestAuthorizer;
import software.amazon.awscdk.services.apigateway.Resource;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ec2.IVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAttributes;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/// The HTTP API. Every method asks for SigV4, but for what links lead to, and for the doors, which
/// ask for a token; whatever may pass answers 503, which every shipper tries again.
public final class Api extends Construct {

  // Fluentd drops a chunk on anything but 503. In a fixed order, for the name of the deployment is
  // a hash of it.
  private static final Map<String, ResponseType> PASSING_TROUBLE =
      new TreeMap<>(
          Map.of(
              "Throttled", ResponseType.THROTTLED,
              "IntegrationFailure", ResponseType.INTEGRATION_FAILURE,
              "IntegrationTimeout", ResponseType.INTEGRATION_TIMEOUT,
              // Who may come in could not be found out.
              "AuthorizerFailure", ResponseType.AUTHORIZER_FAILURE,
              "AuthorizerBroken", ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
              "Default5xx", ResponseType.DEFAULT_5_XX));

  private static final Map<String, String> HEADERS =
      new TreeMap<>(Map.of("Retry-After", "'2'", "Content-Type", "'application/problem+json'"));

  private static final Map<String, String> CHALLENGE =
      new TreeMap<>(
          Map.of("WWW-Authenticate", "'Bearer'", "Content-Type", "'application/problem+json'"));

  // As the functions say it.
  private static final String UNAVAILABLE =
      """
      {"type":"urn:tapevault:problem:unavailable","title":"Not now: try again","status":503,\
      "detail":"AWS had no time for this request: send it again","instance":"$context.requestId"}\
      """;

  private static final String NO_TOKEN =
      """
      {"type":"urn:tapevault:problem:no-token","title":"The request has no token, or another one","status":401,\
      "detail":"show a token that is known, has not expired and was not revoked: docs/how-to/tokens.md",\
      "instance":"$context.requestId"}\
      """;

  // The path of a route, not of the request: in that of a link is the word that opens it. Which
  // session somebody asked for is told by the events and logs of the functions, under the same id.
  private static final String ACCESS =
      """
      {"time":"$context.requestTime","request":"$context.requestId","caller":"$context.identity.userArn",\
      "token":"$context.authorizer.caller","tokenId":"$context.authorizer.principalId",\
      "ip":"$context.identity.sourceIp",\
      "method":"$context.httpMethod","path":"$context.resourcePath","status":"$context.status",\
      "bytes":"$context.responseLength","ms":"$context.responseLatency",\
      "tls":"$context.tlsVersion","error":"$context.error.responseType"}\
      """;

  // What the circle of a deployment may call, and nobody else, whatever its own rights are.
  private static final String ORIGINALS = "execute-api:/*/*/v1/originals/*";

  private static final String LINKS = "execute-api:/*/GET/share/*";

  private final RestApi rest;
  private @Nullable IAuthorizer tokens;

  public Api(Construct scope, Settings settings) {
    super(scope, "Api");
    rest =
        RestApi.Builder.create(this, "Rest")
            .restApiName(Stack.of(this).getStackName())
            .endpointConfiguration(endpoint(settings.vpcEndpoints()))
            // A REST API passes gzip only where the type is binary: with all of them, every body
            // arrives whole.
            .binaryMediaTypes(List.of("*/*"))
            .cloudWatchRole(settings.apiLogRole())
            .defaultMethodOptions(
                MethodOptions.builder()
                    .authorizationType(AuthorizationType.IAM)
                    .apiKeyRequired(false)
                    .build())
            .deployOptions(stage(settings.removal()))
            .policy(circle(settings))
            .build();
    // Else a stage would go on with the policy of before.
    rest.getLatestDeployment().addToLogicalId(settings.originalsRoles());
    if (!settings.vpcEndpoints().isEmpty()) {
      rest.getLatestDeployment().addToLogicalId(settings.vpcEndpoints());
    }
    if (settings.apiLogRole()) {
      Annotations.of(this)
          .addWarningV2(
              Settings.API_LOG_ROLE,
              "an account has one role with which API Gateway writes logs: this replaces the one"
                  + " that is there, for all APIs, and stays when the stack goes");
    }
    // It says the same as the output ApiUrl.
    rest.getNode().tryRemoveChild("Endpoint");
    tls12();
    guard(settings.webAcl());
    PASSING_TROUBLE.forEach(this::answer503);
    rest.addGatewayResponse(
        "NoToken", said(ResponseType.UNAUTHORIZED, CHALLENGE, NO_TOKEN).statusCode("401").build());
  }

  public String url() {
    return rest.getUrl();
  }

  public IMetric requests(Duration period) {
    return rest.metricCount(MetricOptions.builder().period(period).build());
  }

  public IMetric failures(Duration period) {
    return rest.metricServerError(MetricOptions.builder().period(period).build());
  }

  /// What a policy names to let somebody call a route, whatever its parameters are.
  String arn(String method, Route route) {
    return rest.arnForExecuteApi(
        method,
        route.path().replaceAll("\\{[^}]*\\}", "*"),
        rest.getDeploymentStage().getStageName());
  }

  /// A domain that asks for certificates, and where its CNAME leads to.
  public String certified(Settings settings, String domain) {
    return Certified.domain(rest, settings, domain);
  }

  /// Who lets in at the doors.
  ///
  /// Nothing of what it says is remembered: shippers show tokens in two headers, and a gateway that
  /// remembers answers 401 by itself where one of those is missing that it remembers by.
  public void letIn(Alias authorizer) {
    tokens =
        RequestAuthorizer.Builder.create(this, "Tokens")
            .handler(authorizer)
            .identitySources(List.of())
            .resultsCacheTtl(Duration.seconds(0))
            .build();
  }

  /// Leads to a function what it answers.
  public void open(AnsweredBy function, Alias alias) {
    LambdaIntegration integration = integration(alias);
    for (Route route : Route.values()) {
      if (route.answeredBy() == function) {
        Resource resource = rest.getRoot().resourceForPath(route.path());
        resource.addMethod(route.method(), integration, authorization(route));
        if (route.isHeadToo()) {
          resource.addMethod("HEAD", integration, authorization(route));
        }
      }
    }
  }

  /// The word in a link is its own permission; doors ask for a token.
  private MethodOptions authorization(Route route) {
    MethodOptions.Builder options = MethodOptions.builder().apiKeyRequired(false);
    if (route.isForTokens()) {
      return options
          .authorizationType(AuthorizationType.CUSTOM)
          .authorizer(Objects.requireNonNull(tokens, "letIn comes first"))
          .build();
    }
    return options
        .authorizationType(
            route.answeredBy() == AnsweredBy.SHARED
                ? AuthorizationType.NONE
                : AuthorizationType.IAM)
        .build();
  }

  private static LambdaIntegration integration(Alias alias) {
    return new LambdaIntegration(
        alias,
        LambdaIntegrationOptions.builder()
            .timeout(JavaFunction.ANSWERING)
            .allowTestInvoke(false)
            .build());
  }

  /// Refuses originals to all but these; where none is named, to all. It allows links alone: an API
  /// with a policy lets nobody through to a method without authorization who is not allowed in it.
  private static PolicyDocument circle(Settings settings) {
    List<String> roles = settings.originalsRoles();
    PolicyStatement refusal =
        PolicyStatement.Builder.create()
            .sid("OriginalsAreForFew")
            .effect(Effect.DENY)
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("execute-api:Invoke"))
            .resources(List.of(ORIGINALS))
            .build();
    if (!roles.isEmpty()) {
      refusal.addCondition("ArnNotEquals", Map.of("aws:PrincipalArn", roles));
    }
    PolicyStatement links =
        PolicyStatement.Builder.create()
            .sid("LinksAreForAll")
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("execute-api:Invoke"))
            .resources(List.of(LINKS))
            .build();
    List<PolicyStatement> statements = new ArrayList<>(List.of(refusal, links));
    if (!settings.vpcEndpoints().isEmpty()) {
      // No Allow beside it: that would let in who has no right of his own.
      statements.add(
          PolicyStatement.Builder.create()
              .sid("FromInsideOnly")
              .effect(Effect.DENY)
              .principals(List.of(new AnyPrincipal()))
              .actions(List.of("execute-api:Invoke"))
              .resources(List.of("execute-api:/*"))
              .conditions(
                  Map.of("StringNotEquals", Map.of("aws:SourceVpce", settings.vpcEndpoints())))
              .build());
    }
    return PolicyDocument.Builder.create().statements(statements).build();
  }

  private EndpointConfiguration endpoint(List<String> vpcEndpoints) {
    EndpointConfiguration.Builder endpoint = EndpointConfiguration.builder();
    if (vpcEndpoints.isEmpty()) {
      return endpoint.types(List.of(EndpointType.REGIONAL)).build();
    }
    List<IVpcEndpoint> reached = new ArrayList<>();
    for (String id : vpcEndpoints) {
      reached.add(
          InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(
              this,
              id,
              InterfaceVpcEndpointAttributes.builder().vpcEndpointId(id).port(443).build()));
    }
    return endpoint.types(List.of(EndpointType.PRIVATE)).vpcEndpoints(reached).build();
  }

  /// Asked before anything else looks at a request.
  private void guard(@Nullable String webAcl) {
    if (webAcl != null) {
      CfnWebACLAssociation.Builder.create(this, "Guard")
          .resourceArn(rest.getDeploymentStage().getStageArn())
          .webAclArn(webAcl)
          .build();
    }
  }

  private StageOptions stage(RemovalPolicy removal) {
    // Who read what is evidence too.
    LogGroup log =
        LogGroup.Builder.create(this, "AccessLog")
            .retention(RetentionDays.ONE_YEAR)
            .removalPolicy(removal)
            .build();
    return StageOptions.builder()
        .stageName("live")
        .accessLogDestination(new LogGroupLogDestination(log))
        .accessLogFormat(AccessLogFormat.custom(ACCESS))
        // The execution log would hold events.
        .loggingLevel(MethodLoggingLevel.OFF)
        .dataTraceEnabled(false)
        .tracingEnabled(false)
        .throttlingRateLimit(500)
        .throttlingBurstLimit(1000)
        // Whoever calls without a signature takes nothing from those who sign.
        .methodOptions(
            Map.of(
                Route.SHARED.path() + "/" + Route.SHARED.method(),
                MethodDeploymentOptions.builder()
                    .loggingLevel(MethodLoggingLevel.OFF)
                    .dataTraceEnabled(false)
                    .throttlingRateLimit(5)
                    .throttlingBurstLimit(20)
                    .build()))
        .build();
  }

  private void tls12() {
    if (rest.getNode().getDefaultChild() instanceof CfnRestApi resource) {
      // TLS 1.2 and 1.3; a policy of this kind asks for an access mode beside it.
      resource.setSecurityPolicy("SecurityPolicy_TLS13_1_2_PQ_2025_09");
      resource.setEndpointAccessMode("STRICT");
    }
  }

  private void answer503(String id, ResponseType type) {
    rest.addGatewayResponse(id, said(type, HEADERS, UNAVAILABLE).statusCode("503").build());
  }

  private static GatewayResponseOptions.Builder said(
      ResponseType type, Map<String, String> headers, String body) {
    return GatewayResponseOptions.builder()
        .type(type)
        .responseHeaders(headers)
        .templates(Map.of("application/json", body));
  }
}
