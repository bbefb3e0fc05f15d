package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.128/25, 192.168.4.129, true",
        "192.168.4.128/25, 192.168.4.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe80::1, false",
        "::1, ::1, true"
    })
    void anAddressIsInANetworkWhenTheyBeginAlike(String network, String address, boolean inside) {
        assertThat(Network.of(network).contains(Network.address(address).orElseThrow()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0/8",
                "localhost",
                "10.0.0.0/-1",
                "10.0.0.256"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.999",
                "1.2.3",
                "example.com",
                "abc",
                "1.2.3.4:80",
                "[::1]",
                "fe80::1%eth0",
                "::g",
                " ",
                "a:b"
            })
    void nothingThatMightBeANameIsAnAddress(String text) {
        assertThat(Network.address(text)).isEmpty();
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsTheSameAddress() {
        assertThat(Network.address("::ffff:192.0.2.7")).isEqualTo(Network.address("192.0.2.7"));
    }
}
