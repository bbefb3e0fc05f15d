package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a call is said in a sentence that names what and where. */
class BadInputTest {

    @TempDir
    private static Path data;

    private static TravelBackend backend;
    private static TravelClient client;

    @BeforeAll
    static void start() throws Exception {
        backend = TravelClient.start(data, false);
        client = new TravelClient(backend.url());
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flights.search | {} | 'origin'",
                "flights.search | {'origin':'LON','destination':'TYO','date':'soon'} | date",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-02-30'} | not a day of the calendar",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2026-01-01'} | in the past",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2029-01-01'} | too far ahead",
                "flights.search | {'origin':'QQQ','destination':'TYO','date':'2027-03-03'} | No airport or city has the IATA code 'QQQ'",
                "flights.search | {'origin':'LHR','destination':'LON','date':'2027-03-03'} | same city",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','returnDate':'2027-03-01'} | must not be before",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','adults':0} | adults",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','adults':'two'} | adults",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','seat':'12A'} | seat",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','cabin':'roof'} | cabin",
                "flights.search | {'origin':'LON','destination':'PAR','date':'2027-03-03','cabin':'first'} | choose economy or business",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','currency':'XXX'} | choose one of",
                "flights.search | {'origin':'LON','destination':'TYO','date':'2027-03-03','limit':500} | limit",
                "flights.status | {'flight':'JW99999','date':'2027-03-03'} | No flight is called",
                "hotels.search | {'city':'Xanadu-on-Sea','checkIn':'2027-03-03','checkOut':'2027-03-04'} | No city called 'Xanadu-on-Sea'",
                "hotels.search | {'city':'Boston','country':'Narnia','checkIn':'2027-03-03','checkOut':'2027-03-04'} | is no country",
                "hotels.search | {'city':'Boston','checkIn':'2027-03-04','checkOut':'2027-03-04'} | must be after",
                "hotels.search | {'city':'Boston','checkIn':'2027-03-04','checkOut':'2027-03-05','guests':8} | ask for rooms: 3",
                "hotels.search | {'city':'Boston','checkIn':'2027-03-04','checkOut':'2027-03-05','maxPricePerNight':-1} | maxPricePerNight",
                "weather.climate | {'city':'Lisbon','month':13} | month",
                "weather.forecast | {'city':'Lisbon','from':'2027-03-04','to':'2027-03-05'} | weather.climate",
                "destinations.resolve | {'query':''} | query",
            })
    void aBadArgumentIsNamed(String tool, String arguments, String sentence) {
        assertThat(TravelClient.refusal(client.call(tool, arguments.replace('\'', '"'))))
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create | {'quoteId':'x','idempotencyKey':'short'} | idempotencyKey",
                "create | {'quoteId':'nonsense.nonsense','idempotencyKey':'long-enough'} | altered",
                "quote | {'kind':'boat','offerId':'whatever-it-is'} | kind",
                "quote | {'kind':'flight','offerId':'!!!!!!!!!!!'} | altered",
                "get | {'reference':'ALL'} | reference",
                "change | {'reference':'JW222222','idempotencyKey':'long-enough'} | Give newDate",
                "list | {'when':'always'} | when",
            })
    void aBadBookingArgumentIsNamed(String tool, String arguments, String sentence) {
        assertThat(TravelClient.refusal(client.callAs("ada", "bookings." + tool, arguments.replace('\'', '"'))))
                .contains(sentence);
    }

    @Test
    void aBodyThatIsNoMessageIsRefused() {
        assertThat(client.post("/flights/mcp", "not json", null).join().statusCode())
                .isEqualTo(400);
        assertThat(client.post("/flights/mcp", "x".repeat(2 << 20), null).join().statusCode())
                .isEqualTo(400);
        assertThat(client.http("GET", "/flights/mcp", "").statusCode()).isEqualTo(405);
        assertThat(client.http("GET", "/teleports/mcp", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anUnknownToolIsAProtocolError() {
        HttpResponse<String> response =
                client.send("flights.teleport", "{}", null).join();

        assertThat(TravelClient.json(response).at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void withoutFaultsThereIsNoDrillEndpoint() {
        for (String path : new String[] {"/faults", "/calls", "/drill/bookings"}) {
            assertThat(client.http("GET", path, "").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(client.http("GET", "/health", "").body()).isEqualTo("ok");
    }
}
