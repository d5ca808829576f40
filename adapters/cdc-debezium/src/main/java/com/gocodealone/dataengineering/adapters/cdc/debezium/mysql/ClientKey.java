package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads a client's private key: PKCS-8, as PEM or DER, with or without a password. */
final class ClientKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private ClientKey() {}

    /**
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when the file holds no such
     *     key
     */
    static PrivateKey read(Tls.Client client) {
        try {
            byte[] content = Files.readAllBytes(Path.of(client.key()));
            Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                return key(
                        client.password() == null ? content : opened(content, client.password()));
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
            return switch (pem.group(1)) {
                case "PRIVATE KEY" -> key(encoded);
                case "ENCRYPTED PRIVATE KEY" -> key(opened(encoded, client.password()));
                default ->
                        throw new InvalidKeySpecException(
                                "it is not PKCS-8 (openssl pkcs8 -topk8 makes it so)");
            };
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw Refusals.invalid(
                    "sslkey: %s holds no key that can be used: %s"
                            .formatted(client.key(), Refusals.message(e)),
                    e);
        }
    }

    private static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                // The next may be it.
            }
        }
        throw new InvalidKeySpecException("it is none of RSA, EC and EdDSA");
    }

    private static byte[] opened(byte[] encrypted, @Nullable String password)
            throws IOException, GeneralSecurityException {
        if (password == null) {
            throw new InvalidKeySpecException("it needs sslpassword");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        String algorithm = info.getAlgParameters().toString();
        boolean named = algorithm.startsWith("PBE");
        SecretKeyFactory keys = SecretKeyFactory.getInstance(named ? algorithm : info.getAlgName());
        return info.getKeySpec(keys.generateSecret(new PBEKeySpec(password.toCharArray())))
                .getEncoded();
    }
}
