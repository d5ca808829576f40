package com.gocodealone.dataengineering.adapters.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.function.Function;

/**
 * Answers calls. Whatever goes wrong in one becomes a sentence in its answer, for a gRPC status
 * means a broken transport. Thread-safe.
 */
final class Calls {
    private final Sentences sentences;

    Calls(Sentences sentences) {
        this.sentences = sentences;
    }

    /** {@code text} as it may be answered. */
    String sentence(String text) {
        return sentences.tidy(text);
    }

    /** What is done to answer. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * One call.
     *
     * @param what what it is about, for the sentence
     * @param refusal makes the answer that carries the sentence
     */
    record Call<T>(
            String what, Work<T> work, Function<String, T> refusal, StreamObserver<T> answers) {}

    /** Answers right here, on the event loop: the work must not block. */
    <T> void here(Call<T> call) {
        T answer = answer(call);
        call.answers().onNext(answer);
        call.answers().onCompleted();
    }

    /** Answers on a thread of its own, which goes on when the engine no longer wants the answer. */
    <T> void elsewhere(Call<T> call) {
        Thread thread = thread(call);
        onCancel(call, () -> {});
        thread.start();
    }

    /** Answers on a thread of its own, which is interrupted when the engine gives the call up. */
    <T> void elsewhereWhileWanted(Call<T> call) {
        Thread thread = thread(call);
        onCancel(call, thread::interrupt);
        thread.start();
    }

    private <T> Thread thread(Call<T> call) {
        return Thread.ofVirtual().name(call.what()).unstarted(() -> here(call));
    }

    /** With a handler, an answer that nobody waits for any more is dropped in silence. */
    private static <T> void onCancel(Call<T> call, Runnable handler) {
        ((ServerCallStreamObserver<T>) call.answers()).setOnCancelHandler(handler);
    }

    private <T> T answer(Call<T> call) {
        try {
            return call.work().run();
        } catch (Throwable thrown) {
            return call.refusal().apply(sentences.of(thrown, call.what()));
        }
    }

    /** Answers what has no place for a sentence, right here. */
    <T> void plainly(StreamObserver<T> answers, Work<T> work) {
        try {
            answers.onNext(work.run());
            answers.onCompleted();
        } catch (Exception e) {
            String sentence = sentences.of(e, "the plugin's description of itself");
            answers.onError(Status.INTERNAL.withDescription(sentence).asException());
        }
    }
}
