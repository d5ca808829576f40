package com.gocodealone.dataengineering.adapters.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate of 127.0.0.1 and its key, in the files that databases and their drivers
 * read. Immutable.
 */
public record Certificate(Path pem, Path keyPem, Path keyDer, Path store) {
    /** Of the store, a PKCS#12 file that holds the certificate with its key. */
    public static final String PASSWORD = "changeit";

    /**
     * Made by the JDK's own tool.
     *
     * @param folder where its files are left
     * @param name whom it is of
     */
    public static Certificate create(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString());
        Process tool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (tool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        return write(folder, name, store);
    }

    private static Certificate write(Path folder, String name, Path file)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
        Certificate certificate =
                new Certificate(
                        folder.resolve(name + ".crt"),
                        folder.resolve(name + ".pem"),
                        folder.resolve(name + ".pk8"),
                        file);
        byte[] encoded = store.getCertificate(name).getEncoded();
        Files.writeString(certificate.pem(), pem("CERTIFICATE", encoded));
        Files.writeString(certificate.keyPem(), pem("PRIVATE KEY", key));
        Files.write(certificate.keyDer(), key);
        Files.setPosixFilePermissions(
                certificate.keyPem(), PosixFilePermissions.fromString("rw-------"));
        return certificate;
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(encoded));
    }
}
