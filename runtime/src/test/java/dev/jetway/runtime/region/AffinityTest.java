package dev.jetway.runtime.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityTest {

    private static final Instant WINTER = Instant.parse("2027-01-10T12:00:00Z");
    private static final String THREE = """
        region = eu
        regions {
          eu { contact-points = ["a:1"], zone = "Europe/London", public-url = "https://eu.travel.example" }
          us { contact-points = ["b:1"], zone = "America/New_York", public-url = "http://127.0.0.1:8081" }
          ap { contact-points = ["c:1"], zone = "Asia/Tokyo" }
        }
        """;

    @ParameterizedTest
    @CsvSource({
        "Europe/Paris, eu",
        "Africa/Lagos, eu",
        "America/Los_Angeles, us",
        "America/Bogota, us",
        "Asia/Singapore, ap",
        "Australia/Sydney, ap",
        "Pacific/Auckland, ap",
        "Pacific/Kiritimati, ap",
        "UTC, eu",
    })
    void aTravelerBelongsToTheRegionWhoseClocksAreClosest(String zone, String region) {
        assertThat(affinity(THREE).nearest(Optional.of(ZoneId.of(zone)), WINTER))
                .isEqualTo(region);
    }

    @Test
    void aTravelerOfNoKnownZoneStaysWhereTheyAreAndSoDoesOneOfEqualDistance() {
        assertThat(affinity(THREE).nearest(Optional.empty(), WINTER)).isEqualTo("eu");
        var same = affinity("""
            region = us
            regions { eu { contact-points = ["a:1"], zone = UTC }, us { contact-points = ["b:1"], zone = UTC } }
            """);
        assertThat(same.nearest(Optional.of(ZoneId.of("Asia/Tokyo")), WINTER)).isEqualTo("us");
    }

    @Test
    void regionsThatDoNotSayWhereTheyAreAreNobodysNearest() {
        var one = affinity("""
            region = eu
            regions { eu { contact-points = ["a:1"] }, us { contact-points = ["b:1"], zone = UTC } }
            """);
        assertThat(one.nearest(Optional.of(ZoneId.of("Asia/Tokyo")), WINTER)).isEqualTo("us");
        assertThat(Affinity.alone("eu").nearest(Optional.of(ZoneId.of("Asia/Tokyo")), WINTER))
                .isEqualTo("eu");
    }

    @Test
    void addressesAreToldWhereTheyAreKnown() {
        assertThat(affinity(THREE).addresses()).hasToString("{eu=https://eu.travel.example, us=http://127.0.0.1:8081}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        zone = "Mars/Olympus"                    | jetway.regions.eu.zone
        public-url = "ftp://eu"                  | jetway.regions.eu.public-url
        public-url = "https://eu.example/page"   | without a path
        public-url = "https://a:b@eu.example"    | jetway.regions.eu.public-url
        public-url = "eu.example"                | jetway.regions.eu.public-url
        """)
    void aPlaceThatCannotBeIsNamed(String written, String named) {
        assertThatThrownBy(
                        () -> settings("region = eu\nregions.eu { contact-points = [\"a:1\"], %s }".formatted(written)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private static Affinity affinity(String written) {
        var settings = settings(written);
        return new Affinity(settings.own(), settings.places());
    }

    private static RegionSettings settings(String written) {
        return RegionSettings.from(ConfigFactory.parseString(written));
    }
}
