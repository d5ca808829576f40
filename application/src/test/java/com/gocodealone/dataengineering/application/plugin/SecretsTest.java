package com.gocodealone.dataengineering.application.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class SecretsTest {
    private final Secrets secrets = new Secrets();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgres://u:s3cret@h:5432/d | postgres://u:***@h:5432/d",
                "at jdbc:mysql://u:a@b@h/d now | at jdbc:mysql://u:***@h/d now",
                "mongodb://:s3cret@h | mongodb://:***@h",
                "two a://u:s3cret@h b://v:s4cret@i | two a://u:***@h b://v:***@i",
                "host=h password=s3cret dbname=d | host=h password=*** dbname=d",
                "jdbc:x://h/d?user=u&password=s3cret&ssl=true |"
                        + " jdbc:x://h/d?user=u&password=***&ssl=true",
                "password='s3 cret' user=u | password=*** user=u",
                "{\"password\":\"s3,cret\",\"a\":1} | {\"password\":***,\"a\":1}",
                "PWD = x; token: abc, secret=q | PWD = ***; token: ***, secret=***",
                "sslpassword=ab | sslpassword=***"
            })
    void whatever_looks_like_a_password_is_hidden(String text, String expected) {
        assertThat(secrets.redact(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source orders is open",
                "http://h:8080/path",
                "postgres://u@h:5432/d",
                "the password is required",
                "10:30:00 user@host"
            })
    void harmless_text_stays_as_it_is(String text) {
        assertThat(secrets.redact(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hunter2@h/d,hunter2",
        "postgres://u:p%40ss%2Fword@h/d,p@ss/word",
        "postgres://u:p%40ss%2Fword@h/d,p%40ss%2Fword",
        "postgres://u:a+b%25c@h/d,a+b%c",
        "postgres://u:p@ss:word@h/d,p%40ss%3Aword",
        "host=h password=100%ü,100%25%C3%BC",
        "postgres://u:raw/slash@h/d,raw/slash",
        "postgres://u:raw@at@h/d,raw@at",
        "postgres://u:100%real@h/d,100%real",
        "kafka://a:first1@h1 kafka://b:second2@h2,second2",
        "host=h password=hunter2,hunter2",
        "host=h password='hunter 2',hunter 2",
        "jdbc:x://h/d?password=hun%C3%A4ter,hunäter",
    })
    void the_password_of_a_connection_is_hidden_wherever_it_appears(
            String connection, String password) {
        secrets.learnFrom(connection);
        assertThat(secrets.redact("auth failed for " + password + "!"))
                .isEqualTo("auth failed for ***!");
    }

    @Test
    void short_words_are_hidden_only_where_they_look_like_a_password() {
        secrets.learnFrom("postgres://u:abc@h/d");
        assertThat(secrets.redact("abc is harmless")).isEqualTo("abc is harmless");
        assertThat(secrets.redact("postgres://u:abc@h/d")).isEqualTo("postgres://u:***@h/d");
    }

    @Test
    void a_secret_that_begins_with_another_one_is_hidden_whole() {
        for (String secret : List.of("pass", "password123", "word123")) {
            secrets.learn(secret);
        }
        assertThat(secrets.redact("it was password123.")).isEqualTo("it was ***.");
    }

    @Test
    void options_named_like_a_secret_are_learnt_whole_and_others_are_searched() {
        secrets.learnFrom(
                Map.of(
                        "db_password",
                        "p, ss}word",
                        "inner",
                        Map.of("apiToken", "t0ken-value"),
                        "list",
                        List.of("postgres://u:inlist1@h"),
                        "retries",
                        5,
                        "table",
                        "orders"));
        assertThat(secrets.redact("p, ss}word t0ken-value inlist1 orders"))
                .isEqualTo("*** *** *** orders");
    }

    @Test
    void a_connection_of_at_signs_takes_no_more_memory_than_there_is() {
        String signs = "@".repeat(200_000);
        secrets.learnFrom("postgres://u:" + signs + "/d");
        assertThat(secrets.redact("it was " + signs)).startsWith("it was ***");
    }
}
