package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** How AWS is reached, by every service that the provider talks to. */
public record AwsOptions(
        @Doc("The AWS region; by default that of task_arn or stream_arn, or the environment's")
                @Nullable String region,
        @Doc("A profile of the AWS configuration files; by default AWS's usual chain is asked")
                @Nullable String profile,
        @Doc("An access key, instead of a profile") @Nullable String accessKeyId,
        @Doc("The secret of access_key_id") @Sensitive @Nullable String secretAccessKey,
        @Doc("The session token of access_key_id, when it is a temporary one") @Sensitive
                @Nullable String sessionToken,
        @Doc("A role to assume") @Nullable String roleArn,
        @Doc("The external id that the role asks for") @Sensitive @Nullable String externalId,
        @Doc("Where services are, by dms, kinesis, cloudwatch and sts; AWS's own when missing")
                Map<String, String> endpointUrls,
        @Doc("How long one call may take") @Default("30s") Duration apiTimeout) {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

    public AwsOptions {
        Problems problems = new Problems();
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            problems.add("access_key_id and secret_access_key go together: one of them is missing");
        }
        if (profile != null && accessKeyId != null) {
            problems.add("profile and access_key_id exclude each other: name one of them");
        }
        if (sessionToken != null && accessKeyId == null) {
            problems.add("session_token belongs to access_key_id, which is missing");
        }
        if (externalId != null && roleArn == null) {
            problems.add("external_id belongs to role_arn, which is missing");
        }
        if (apiTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
            problems.add("api_timeout is shorter than 1s");
        }
        check(endpointUrls, problems);
        problems.throwIfAny();
    }

    private static void check(Map<String, String> urls, Problems problems) {
        for (String name : new TreeSet<>(urls.keySet())) {
            if (!Service.NAMES.contains(name)) {
                problems.add(
                        "endpoint_urls has the key \"%s\", which is not one of %s"
                                .formatted(name, String.join(", ", Service.NAMES)));
            } else if (!urls.getOrDefault(name, "").matches("https?://[^/\\s]+/?")) {
                problems.add(
                        "endpoint_urls.%s is not of the form https://host:port".formatted(name));
            }
        }
    }

    /** Where {@code service} is, when that is said. */
    @Nullable URI endpoint(Service service) {
        String url = endpointUrls.get(service.key());
        return url == null ? null : URI.create(url);
    }

    /** Never prints a secret. */
    @Override
    public String toString() {
        return "AWS in " + region;
    }
}
