package dev.jetway.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMintTest {

    @Test
    void oneTokenServesManyCallsOfOneTravelerAndNobodyElse() {
        TokenMint mint = new TokenMint(new byte[32], Clock.systemUTC());
        assertThat(mint.token("ada", "bookings")).isSameAs(mint.token("ada", "bookings"));
        assertThat(mint.token("ada", "bookings")).isNotEqualTo(mint.token("bob", "bookings"));
        assertThat(mint.token("ada", "bookings")).isNotEqualTo(mint.token("ada", "loyalty"));
    }

    @Test
    void aSecretThatIsMissingShortOrNotBase64IsAClearError(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secret");
        assertThatThrownBy(() -> TokenMint.fromFile(file, Clock.systemUTC()))
                .hasMessageContaining("Cannot read the token secret file " + file);
        Files.writeString(file, "c2hvcnQ=");
        assertThatThrownBy(() -> TokenMint.fromFile(file, Clock.systemUTC())).hasMessageContaining("has 5 bytes");
        Files.writeString(file, "not base64!");
        assertThatThrownBy(() -> TokenMint.fromFile(file, Clock.systemUTC())).hasMessageContaining("as base64 text");
    }
}
