package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.proto.goplugin.ConnInfo;
import com.gocodealone.dataengineering.proto.goplugin.GRPCBrokerGrpc;

import io.grpc.stub.StreamObserver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps what the engine says about where it listens. Thread-safe. */
final class Broker extends GRPCBrokerGrpc.GRPCBrokerImplBase {
    private final ConcurrentMap<Integer, CompletableFuture<ConnInfo>> announced =
            new ConcurrentHashMap<>();

    /** Where service {@code id} listens; not before the engine has said so. */
    CompletableFuture<ConnInfo> connection(int id) {
        return announced.computeIfAbsent(id, unknown -> new CompletableFuture<>());
    }

    /** The engine keeps this stream open and expects nothing on it. */
    @Override
    public StreamObserver<ConnInfo> startStream(StreamObserver<ConnInfo> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ConnInfo info) {
                connection(info.getServiceId()).complete(info);
            }

            @Override
            public void onError(Throwable gone) {
                // The engine has gone; the watch over it notices.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }
}
