package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls the engine back. It is dialled at the first call, over what the broker stream says of the
 * id that {@link #configure} was given, whichever comes first. Futures complete on the event loop,
 * so what depends on them must not block. Thread-safe.
 */
final class CallbackEngine implements Engine, AutoCloseable {
    /** What the engine's server takes; it refuses a larger message. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int PATIENCE_SECONDS = 5;

    private final Broker broker;
    private final Transports transports;
    private CompletableFuture<Integer> brokerId = new CompletableFuture<>();
    private @Nullable CompletableFuture<ManagedChannel> channel;
    private boolean closed;

    CallbackEngine(Broker broker, Transports transports) {
        this.broker = broker;
        this.transports = transports;
    }

    /** Says under which id the broker stream tells where the engine listens. Never waits. */
    synchronized void configure(int id) {
        if (!brokerId.complete(id) && brokerId.join() != id) {
            brokerId = CompletableFuture.completedFuture(id);
            hangUp();
        }
    }

    @Override
    public Payload encode(Map<String, @Nullable Object> data) {
        return StructBytes.of(data);
    }

    @Override
    public int mostBytes(String workflow, String action) {
        return MOST_BYTES - TriggerCall.headBytes(workflow, action, MOST_BYTES);
    }

    @Override
    public CompletableFuture<Void> fire(String workflow, String action, Payload data) {
        TriggerCall call = TriggerCall.of(workflow, action, (StructBytes) data);
        if (call.size() > MOST_BYTES) {
            return CompletableFuture.failedFuture(
                    new Failure(
                            Failure.Kind.INVALID,
                            "the event is %d bytes, the engine takes at most %d at once"
                                    .formatted(call.size(), MOST_BYTES)));
        }
        return channel().thenCompose(open -> run(open, call));
    }

    private synchronized CompletableFuture<ManagedChannel> channel() {
        CompletableFuture<ManagedChannel> known = channel;
        if (closed) {
            return CompletableFuture.failedFuture(
                    unavailable("the plugin is stopping and starts no workflow any more", null));
        }
        if (known == null || known.isCompletedExceptionally()) {
            known =
                    brokerId.thenCompose(broker::connection)
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .exceptionallyCompose(CallbackEngine::unheardOf)
                            .thenApply(transports::channel);
            channel = known;
        }
        return known;
    }

    private static <T> CompletableFuture<T> unheardOf(Throwable cause) {
        return CompletableFuture.failedFuture(
                unavailable("the engine has not said where it can be called back", cause));
    }

    private static CompletableFuture<Void> run(ManagedChannel channel, TriggerCall request) {
        ClientCall<TriggerCall, ErrorResponse> call =
                channel.newCall(TriggerCall.METHOD, CallOptions.DEFAULT);
        Answer answer = new Answer();
        call.start(answer, new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return answer.done;
    }

    private static Failure unavailable(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.UNAVAILABLE, fact, cause);
    }

    private void hangUp() {
        CompletableFuture<ManagedChannel> old = channel;
        channel = null;
        if (old != null) {
            var _ = old.thenAccept(ManagedChannel::shutdownNow);
        }
    }

    /** Ends the calls under way: whether their workflows ran is unknown. */
    @Override
    public synchronized void close() {
        closed = true;
        hangUp();
    }

    /** What becomes of one call. Confined to the event loop. */
    private static final class Answer extends ClientCall.Listener<ErrorResponse> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private String error = "";

        @Override
        public void onMessage(ErrorResponse response) {
            error = response.getError();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                done.completeExceptionally(
                        unavailable(
                                "the engine did not answer (%s)".formatted(reason(status)),
                                status.getCause()));
            } else if (!error.isEmpty()) {
                done.completeExceptionally(unavailable(error, null));
            } else {
                done.complete(null);
            }
        }

        /** The status in one line: gRPC's own descriptions may hold line breaks. */
        private static String reason(Status status) {
            String description = status.getDescription();
            Throwable cause = status.getCause();
            String detail = description == null ? "" : ": " + description;
            String origin = cause == null ? "" : ": " + cause.getMessage();
            return (status.getCode() + detail + origin).strip().replaceAll("\\s+", " ");
        }
    }
}
