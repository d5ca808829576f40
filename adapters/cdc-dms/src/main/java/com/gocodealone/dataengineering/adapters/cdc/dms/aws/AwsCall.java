package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import com.gocodealone.dataengineering.domain.Failure;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Supplier;

/** One call of AWS, and what it means that it is refused. */
public final class AwsCall {
    private static final Set<String> NO_RIGHT =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AccessDeniedFault",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "KMSAccessDeniedException",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");
    private static final Set<String> WRONG =
            Set.of(
                    "InvalidArgumentException",
                    "InvalidParameterCombinationException",
                    "InvalidParameterValueException",
                    "ResourceAlreadyExistsFault",
                    "ResourceNotFoundException",
                    "ResourceNotFoundFault",
                    "ResourceQuotaExceededFault",
                    "ValidationException");
    private static final Set<String> WRONG_STATE =
            Set.of("InvalidResourceStateFault", "ResourceInUseException");

    private AwsCall() {}

    /**
     * Makes one call.
     *
     * @param action as a policy names it, such as {@code dms:DescribeReplicationTasks}
     * @throws Failure INVALID when it is not right or not allowed, CONFLICT when the state of
     *     things forbids it now, UNAVAILABLE when there was no answer
     */
    public static <T> T of(String action, Supplier<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (SdkException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(); // that is what ended the call
            }
            throw refusal(action, e);
        } catch (UncheckedIOException e) { // what the HTTP client throws at a reset now and then
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String fact = "%s had no answer: %s".formatted(action, root(e));
            throw new Failure(Failure.Kind.UNAVAILABLE, fact, e);
        }
    }

    private static Failure refusal(String action, SdkException e) {
        return switch (e) {
            case AwsServiceException answer -> refusal(action, answer);
            case SdkClientException own
                    when String.valueOf(own.getMessage()).contains("load credentials") ->
                    new Failure(
                            Failure.Kind.INVALID,
                            action
                                    + " needs credentials and there are none: set options.profile,"
                                    + " options.access_key_id or what AWS's usual chain reads",
                            e);
            default ->
                    new Failure(
                            Failure.Kind.UNAVAILABLE,
                            "%s had no answer: %s".formatted(action, root(e)),
                            e);
        };
    }

    private static Failure refusal(String action, AwsServiceException e) {
        String code = code(e);
        String said =
                e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
                        ? "HTTP status " + e.statusCode()
                        : e.awsErrorDetails().errorMessage();
        if (NO_RIGHT.contains(code)) {
            String fact =
                    "the credentials are not accepted for %s: %s (%s)"
                            .formatted(action, said, code);
            return new Failure(Failure.Kind.INVALID, fact, e);
        }
        String fact = "%s was refused: %s (%s)".formatted(action, said, code);
        return new Failure(kind(code), fact, e);
    }

    private static Failure.Kind kind(String code) {
        if (WRONG.contains(code)) {
            return Failure.Kind.INVALID;
        }
        return WRONG_STATE.contains(code) ? Failure.Kind.CONFLICT : Failure.Kind.UNAVAILABLE;
    }

    private static String code(AwsServiceException e) {
        boolean named = e.awsErrorDetails() != null && e.awsErrorDetails().errorCode() != null;
        return named ? e.awsErrorDetails().errorCode() : "no error code";
    }

    private static String root(Throwable error) {
        Throwable root = error;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        String said = root.getMessage();
        return said == null || said.isBlank() ? root.getClass().getSimpleName() : said;
    }
}
