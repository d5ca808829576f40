package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(30)
final class PluginServerTest {
    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served = new Served(TestTypes.withStep(TestTypes.echoStep()));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void it_is_healthy_as_a_whole_and_under_the_name_that_go_plugin_asks_for() {
        var health = HealthGrpc.newBlockingStub(served.host.channel());
        for (String service : List.of("", "plugin")) {
            assertThat(
                            health.check(
                                            HealthCheckRequest.newBuilder()
                                                    .setService(service)
                                                    .build())
                                    .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void it_lists_its_services_by_reflection() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(served.host.channel())
                        .serverReflectionInfo(new First<>(answer));
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        var services = answer.get(10, TimeUnit.SECONDS).getListServicesResponse();
        assertThat(services.getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(
                        "workflow.plugin.v1.PluginService",
                        "plugin.GRPCBroker",
                        "plugin.GRPCController",
                        "plugin.GRPCStdio",
                        "grpc.health.v1.Health");
        requests.onCompleted();
    }

    @Test
    void told_to_shut_down_it_answers_first_and_leaves_the_rest_to_its_owner() throws Exception {
        served.host.shutdown();
        assertThat(served.lifetime.await()).isEqualTo(Lifetime.End.SHUTDOWN);
        assertThat(served.host.streamEnded.getCount()).isEqualTo(1);
        served.server.close();
        assertThat(served.host.streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_first_reason_to_end_counts() throws Exception {
        served.lifetime.end(Lifetime.End.TERMINATED);
        served.host.shutdown();
        assertThat(served.lifetime.await()).isEqualTo(Lifetime.End.TERMINATED);
    }

    private record First<T>(CompletableFuture<T> value) implements StreamObserver<T> {
        @Override
        public void onNext(T next) {
            value.complete(next);
        }

        @Override
        public void onError(Throwable thrown) {
            value.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {}
    }
}
