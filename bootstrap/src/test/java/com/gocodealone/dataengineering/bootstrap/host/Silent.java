package com.gocodealone.dataengineering.bootstrap.host;

import io.grpc.stub.StreamObserver;

/** Listens to a stream on which nothing is expected. Stateless. */
final class Silent<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {
        // The plugin has nothing to say here.
    }

    @Override
    public void onError(Throwable end) {
        // The stream ends with the plugin.
    }

    @Override
    public void onCompleted() {
        // The stream ends with the plugin.
    }
}
