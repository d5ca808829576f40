package com.gocodealone.dataengineering.adapters.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Figure;
import com.gocodealone.dataengineering.application.plugin.MetricsPort.WaysOut;
import com.gocodealone.dataengineering.domain.Failure;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class MicrometerPortTest {
    private final List<Figure> figures = new CopyOnWriteArrayList<>();

    @Test
    void prometheus_text_shows_figures_with_their_unit_and_tags() throws Exception {
        figures.add(lag("shop", 42));
        figures.add(events("shop", 7));
        try (PrometheusPage page = PrometheusPage.open(() -> figures, 0)) {
            assertThat(fetch(page))
                    .contains("# HELP data_engineering_cdc_lag_bytes Log not acknowledged")
                    .contains("data_engineering_cdc_lag_bytes{source=\"shop\"} 42.0")
                    .contains("data_engineering_cdc_events_total{source=\"shop\"} 7.0");
        }
    }

    @Test
    void every_fetch_shows_the_figures_of_that_moment_and_none_of_what_has_gone() throws Exception {
        figures.addAll(List.of(lag("shop", 1), lag("crm", 2)));
        try (PrometheusPage page = PrometheusPage.open(() -> figures, 0)) {
            assertThat(fetch(page)).contains("{source=\"shop\"} 1.0", "{source=\"crm\"} 2.0");
            figures.clear();
            figures.add(lag("shop", 3));
            assertThat(fetch(page)).contains("{source=\"shop\"} 3.0").doesNotContain("crm");
        }
    }

    @Test
    void a_port_that_is_taken_is_said_in_a_sentence() throws Exception {
        try (PrometheusPage first = PrometheusPage.open(() -> figures, 0)) {
            assertThatThrownBy(
                            () ->
                                    new MicrometerPort()
                                            .publish(
                                                    () -> figures, new WaysOut(first.port(), null)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("port " + first.port());
        }
    }

    @Test
    void the_page_is_for_this_machine_only() {
        try (PrometheusPage page = PrometheusPage.open(() -> figures, 0)) {
            assertThat(page.address().getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void figures_are_sent_to_an_opentelemetry_collector() throws Exception {
        figures.addAll(List.of(lag("shop", 42), events("shop", 7)));
        try (Collector collector = new Collector()) {
            WaysOut there = new WaysOut(null, collector.url());
            new MicrometerPort().publish(() -> figures, there).close();
            ExportMetricsServiceRequest received = collector.awaitRequest();
            assertThat(received.toString())
                    .contains("data_engineering.cdc.lag")
                    .contains("as_double: 42.0")
                    .contains("data_engineering.cdc.events")
                    .contains("as_double: 7.0")
                    .contains("workflow-plugin-data-engineering");
        }
    }

    @Test
    void an_endpoint_that_is_no_url_is_refused_with_an_example() {
        assertThatThrownBy(
                        () ->
                                new MicrometerPort()
                                        .publish(
                                                () -> figures, new WaysOut(null, "collector:4318")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("collector:4318")
                .hasMessageContaining("http://127.0.0.1:4318/v1/metrics");
    }

    private static Figure lag(String source, double bytes) {
        return new Figure(
                "data_engineering.cdc.lag",
                Figure.Kind.GAUGE,
                "Log not acknowledged",
                "bytes",
                Map.of("source", source),
                bytes);
    }

    private static Figure events(String source, double count) {
        return new Figure(
                "data_engineering.cdc.events",
                Figure.Kind.COUNTER,
                "Changes delivered",
                null,
                Map.of("source", source),
                count);
    }

    private static String fetch(PrometheusPage page) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/metrics".formatted(page.port())))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
