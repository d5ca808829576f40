package com.gocodealone.dataengineering.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is. */
final class Version {
    private Version() {}

    /** Digits and dots: the engine takes no suffix. */
    static String ofThisBuild() {
        try (InputStream file = Version.class.getResourceAsStream("plugin.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
