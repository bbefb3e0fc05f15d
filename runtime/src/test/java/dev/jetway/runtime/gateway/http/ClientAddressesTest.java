package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.headers.RawHeader;
import dev.jetway.runtime.gateway.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {

    private static final ClientAddresses NOBODY_TRUSTED = new ClientAddresses(List.of());
    private static final ClientAddresses PROXIES =
            new ClientAddresses(List.of(Network.of("10.0.0.0/8"), Network.of("fd00::/8")));

    @Test
    void whoeverNobodyTrustsSpeaksForThemselvesOnly() {
        assertThat(NOBODY_TRUSTED.of(request("203.0.113.9", "198.51.100.1"))).isEqualTo("203.0.113.9");
        assertThat(PROXIES.of(request("203.0.113.9", "198.51.100.1"))).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "198.51.100.1; 198.51.100.1",
                "192.0.2.66, 198.51.100.1; 198.51.100.1",
                "192.0.2.66, 198.51.100.1, 10.2.2.2; 198.51.100.1",
                "198.51.100.1, nonsense; 10.1.1.1",
                "nonsense, 10.3.3.3; 10.3.3.3",
                "10.4.4.4; 10.4.4.4",
                "2001:db8:1:2:3:4:5:6; 20010db800010002/64"
            })
    void aTrustedProxyIsBelievedAsFarAsTrustGoes(String forwardedFor, String address) {
        assertThat(PROXIES.of(request("10.1.1.1", forwardedFor))).isEqualTo(address);
    }

    @Test
    void severalHeadersAreOneList() {
        var request = request("10.1.1.1", "")
                .withHeaders(List.of(
                        RawHeader.create("X-Forwarded-For", "192.0.2.66"),
                        RawHeader.create("X-Forwarded-For", "198.51.100.1")));
        assertThat(PROXIES.of(request)).isEqualTo("198.51.100.1");
    }

    @Test
    void aTrustedProxyThatSaysNothingCountsItself() {
        assertThat(PROXIES.of(request("10.1.1.1", ""))).isEqualTo("10.1.1.1");
    }

    @Test
    void aWholeIpv6NetworkCountsAsOneAddress() {
        assertThat(NOBODY_TRUSTED.of(request("2001:db8::1", "")))
                .isEqualTo(NOBODY_TRUSTED.of(request("2001:db8::ffff:1", "")))
                .isNotEqualTo(NOBODY_TRUSTED.of(request("2001:db8:0:1::1", "")));
    }

    @Test
    void aRequestFromNowhereHasAName() {
        assertThat(PROXIES.of(HttpRequest.create())).isEqualTo("unknown");
    }

    private static HttpRequest request(String peer, String forwardedFor) {
        var address = RemoteAddress.create(Network.address(peer).orElseThrow());
        var request = HttpRequest.create().addAttribute(AttributeKeys.remoteAddress, address);
        return forwardedFor.isEmpty() ? request : request.addHeader(RawHeader.create("X-Forwarded-For", forwardedFor));
    }
}
