package com.gocodealone.dataengineering.adapters.testing.dms;

/** A refusal, as AWS words it. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    Fault(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
