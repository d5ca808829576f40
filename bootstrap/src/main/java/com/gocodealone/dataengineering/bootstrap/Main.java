package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.plugin.PluginPort;

import java.util.ServiceLoader;

/** Starts the plugin: the engine runs it as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        PluginPort port = ServiceLoader.load(PluginPort.class).findFirst().orElseThrow();
        Home home = Home.ofThisProcess();
        int code = port.serve(engine -> Composition.plugin(home, engine));
        // A library's forgotten thread must not keep a plugin alive that the engine has left.
        Runtime.getRuntime().halt(code);
    }
}
