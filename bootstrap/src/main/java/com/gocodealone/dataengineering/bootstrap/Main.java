package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.application.plugin.PluginPort;

import java.util.List;
import java.util.ServiceLoader;

/** Starts the plugin: the engine runs it as a process of its own, a person with arguments. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Home home = Home.ofThisProcess();
        int code = arguments.length == 0 ? serve(home) : run(List.of(arguments), home);
        // A library's forgotten thread must not keep a plugin alive that the engine has left.
        Runtime.getRuntime().halt(code);
    }

    private static int serve(Home home) throws InterruptedException {
        PluginPort port = ServiceLoader.load(PluginPort.class).findFirst().orElseThrow();
        IdleMemory.watch();
        return port.serve(engine -> Composition.plugin(home, engine));
    }

    /** An engine gives no arguments: this is a person. */
    private static int run(List<String> arguments, Home home) throws InterruptedException {
        CommandLine line = ServiceLoader.load(CommandLine.class).findFirst().orElseThrow();
        return line.run(arguments, Composition.surroundings(home));
    }
}
