package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/** The clients of one stream, with one set of credentials. Thread-safe. */
public final class Clients implements AutoCloseable {
    private static final String SESSION = "data-engineering";

    /** The last opened is closed first. */
    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();

    private final AwsOptions options;
    private final Region region;
    private final SdkHttpClient http;
    private final DatabaseMigrationClient dms;
    private final KinesisClient kinesis;
    private final CloudWatchClient cloudWatch;

    private Clients(AwsOptions options, Region region) {
        this.options = options;
        this.region = region;
        this.http =
                keep(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(options.apiTimeout())
                                .socketTimeout(options.apiTimeout())
                                .build());
        AwsCredentialsProvider credentials = credentials();
        this.dms = keep(build(DatabaseMigrationClient.builder(), Service.DMS, credentials));
        this.kinesis = keep(build(KinesisClient.builder(), Service.KINESIS, credentials));
        this.cloudWatch = keep(build(CloudWatchClient.builder(), Service.CLOUDWATCH, credentials));
    }

    /**
     * Reaches nobody yet.
     *
     * @param arn of the task or the stream, whose region is the default
     * @throws Failure INVALID when there is no region
     */
    public static Clients open(AwsOptions options, @Nullable String arn) {
        return new Clients(options, region(options, arn));
    }

    public DatabaseMigrationClient dms() {
        return dms;
    }

    public KinesisClient kinesis() {
        return kinesis;
    }

    public CloudWatchClient cloudWatch() {
        return cloudWatch;
    }

    private AwsCredentialsProvider credentials() {
        AwsCredentialsProvider own = ownCredentials();
        if (options.roleArn() == null) {
            return own;
        }
        StsClient sts = keep(build(StsClient.builder(), Service.STS, own));
        return keep(
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(
                                request ->
                                        request.roleArn(options.roleArn())
                                                .externalId(options.externalId())
                                                .roleSessionName(SESSION))
                        .build());
    }

    private AwsCredentialsProvider ownCredentials() {
        if (options.profile() != null) {
            return keep(ProfileCredentialsProvider.create(options.profile()));
        }
        if (options.accessKeyId() == null) {
            return keep(DefaultCredentialsProvider.builder().build());
        }
        return StaticCredentialsProvider.create(
                options.sessionToken() == null
                        ? AwsBasicCredentials.create(
                                options.accessKeyId(), options.secretAccessKey())
                        : AwsSessionCredentials.create(
                                options.accessKeyId(),
                                options.secretAccessKey(),
                                options.sessionToken()));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, Service service, AwsCredentialsProvider credentials) {
        URI endpoint = options.endpoint(service);
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(more -> more.apiCallTimeout(options.apiTimeout()))
                .build();
    }

    private <T extends SdkAutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    private static Region region(AwsOptions options, @Nullable String arn) {
        String named = options.region() == null ? Arn.region(arn) : options.region();
        if (named != null) {
            return Region.of(named);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException none) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "options.region is required: neither an ARN nor the environment names one",
                    none);
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
