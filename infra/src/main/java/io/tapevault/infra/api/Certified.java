package io.tapevault.infra.api;

import io.tapevault.infra.settings.Settings;
import java.net.URI;
import software.amazon.awscdk.services.apigateway.DomainName;
import software.amazon.awscdk.services.apigateway.DomainNameOptions;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.MTLSConfig;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.SecurityPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.s3.Bucket;

/// A domain of one's own before the API, where whoever calls has to show a certificate that one of
/// the CAs in a file has signed: for shippers that can send no header.
final class Certified {

  private Certified() {}

  /// Returns the name that the domain's CNAME leads to.
  static String domain(RestApi rest, Settings settings, String name) {
    URI truststore = URI.create(settings.mtlsTruststore());
    DomainName domain =
        rest.addDomainName(
            "Domain",
            DomainNameOptions.builder()
                .domainName(name)
                .endpointType(EndpointType.REGIONAL)
                .certificate(
                    Certificate.fromCertificateArn(rest, "Certificate", settings.mtlsCertificate()))
                // The policies with TLS 1.3 do not ask for certificates.
                .securityPolicy(SecurityPolicy.TLS_1_2)
                .mtls(
                    MTLSConfig.builder()
                        .bucket(Bucket.fromBucketName(rest, "Truststore", truststore.getHost()))
                        .key(truststore.getPath().substring(1))
                        .build())
                .build());
    return domain.getDomainNameAliasDomainName();
  }
}
