package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process itself, started as an operator does, and dying in the middle of a call. */
class CrashTest {

    @TempDir
    private Path data;

    @Test
    @Timeout(120)
    void aBookingWhoseAnswerDiedWithTheProcessIsThereOnceAndNobodyElseOpensItsFile() throws Exception {
        String create;
        Process first = launch(ProcessBuilder.Redirect.INHERIT);
        try {
            TravelClient client = new TravelClient(url(first));
            JsonNode offer =
                    TravelClient.content(client.call("hotels.search", """
                            {"city":"Boston","country":"US","checkIn":"2027-02-05","checkOut":"2027-02-07"}""")).at("/offers/0");
            String quote = TravelClient.content(client.callAs(
                            "ada",
                            "bookings.quote",
                            "{\"kind\":\"hotel\",\"offerId\":\""
                                    + offer.get("offerId").asText() + "\"}"))
                    .get("quoteId")
                    .asText();
            create = "{\"quoteId\":\"" + quote + "\",\"idempotencyKey\":\"crash-0001\"}";
            client.http("PUT", "/faults/bookings/create", "{\"mode\":\"die\",\"when\":\"after\"}");
            String fatal = create;
            assertThatThrownBy(() -> client.callAs("ada", "bookings.create", fatal))
                    .isInstanceOf(CompletionException.class);
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(first.exitValue()).isEqualTo(137);
        } finally {
            first.destroyForcibly();
        }

        Process second = launch(ProcessBuilder.Redirect.INHERIT);
        try {
            TravelClient client = new TravelClient(url(second));
            JsonNode found = TravelClient.content(
                    client.callAs("ada", "bookings.lookup", "{\"idempotencyKey\":\"crash-0001\"}"));
            assertThat(found.get("found").asBoolean()).isTrue();
            assertThat(TravelClient.content(client.callAs("ada", "bookings.create", create)))
                    .isEqualTo(found.get("booking"));
            assertThat(TravelClient.json(client.http("GET", "/drill/bookings", ""))
                            .get("bookings"))
                    .hasSize(1);

            Process third = launch(ProcessBuilder.Redirect.PIPE);
            assertThat(third.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(third.exitValue()).isEqualTo(1);
            assertThat(new String(third.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("in use by another process");
        } finally {
            second.destroyForcibly();
        }
    }

    private Process launch(ProcessBuilder.Redirect errors) throws IOException {
        Path secret = data.resolve("secret");
        Files.writeString(secret, Base64.getEncoder().encodeToString(TravelClient.SECRET));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TravelServers.class.getName(),
                        "--data",
                        data.toString(),
                        "--token-secret-file",
                        secret.toString(),
                        "--today",
                        TravelClient.TODAY.toString(),
                        "--faults")
                .redirectError(errors)
                .start();
    }

    private static String url(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).startsWith("travel-servers ready http://127.0.0.1:");
        return line.substring("travel-servers ready ".length());
    }
}
