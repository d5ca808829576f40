package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.plugin.StateFolder;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** State that a test writes down; {@code adapters/state} has the real one, and tests of it. */
final class FakeState implements StateFolder {
    final List<Entry> entries = new ArrayList<>();
    private Grade grade = Grade.OK;
    private Path path = Path.of("/var/lib/state");

    void isDamaged() {
        grade = Grade.ERROR;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public boolean exists() {
        return !entries.isEmpty();
    }

    @Override
    public void read(Consumer<Entry> reader) {
        entries.forEach(reader);
    }

    @Override
    public List<Finding> check() {
        return List.of(new Finding(grade, "file", "it was looked at", null));
    }

    @Override
    public List<Finding> repair() {
        return List.of(new Finding(grade, "file", "it was repaired", null));
    }

    @Override
    public void moveTo(Path target) {
        path = target;
    }
}
