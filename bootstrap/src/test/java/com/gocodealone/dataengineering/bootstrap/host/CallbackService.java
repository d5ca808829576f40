package com.gocodealone.dataengineering.bootstrap.host;

import com.gocodealone.dataengineering.proto.engine.EngineCallbackServiceGrpc.EngineCallbackServiceImplBase;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;
import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;

import io.grpc.stub.StreamObserver;

/** The engine's side of the callback: every trigger's event ends here. Thread-safe. */
final class CallbackService extends EngineCallbackServiceImplBase {
    private final Workflows workflows;

    CallbackService(Workflows workflows) {
        this.workflows = workflows;
    }

    @Override
    public void triggerWorkflow(
            TriggerWorkflowRequest request, StreamObserver<ErrorResponse> answer) {
        String error =
                workflows.run(request.getTriggerType(), request.getAction(), request.getData());
        answer.onNext(ErrorResponse.newBuilder().setError(error).build());
        answer.onCompleted();
    }
}
