package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.failure;
import static dev.jetway.runtime.model.ModelUnderTest.openAi;
import static dev.jetway.runtime.model.ModelUnderTest.reply;
import static dev.jetway.runtime.model.ModelUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.runtime.region.link.LocalCertificates;
import dev.jetway.runtime.region.link.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models at an https address, whose certificate is believed as the JVM's other certificates are, or is not. */
class SecureModelTest {

    @TempDir
    static Path folder;

    private final ActorTestKit kit = ModelUnderTest.kit("secure-model");
    private ScriptedModelServer server;

    @BeforeEach
    void startServer() throws IOException, GeneralSecurityException {
        var certificates = LocalCertificates.in(folder.resolve("tls"), new TreeSet<>(List.of("ours", "theirs")));
        server = ScriptedModelServer.start(
                kit.system(), ConnectionContext.httpsServer(context(certificates.get("theirs"))));
        Http.get(kit.system())
                .setDefaultClientHttpsContext(ConnectionContext.httpsClient(context(certificates.get("ours"))));
    }

    @AfterEach
    void shutDown() {
        server.close();
        kit.shutdownTestKit();
    }

    private static SSLContext context(TlsFiles files) throws IOException, GeneralSecurityException {
        var secret = Files.readString(files.password()).strip().toCharArray();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(files.keystore().toFile(), secret), secret);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(files.truststore().toFile(), secret));
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aReplyComesOverTlsAndGivingUpClosesItsConnection() {
        server.then(OpenAiScript.says("Rey", "kja", "vík"));
        server.then(Script.stream().after(new CompletableFuture<>()));
        var model = openAi(server, kit.system(), "");

        assertThat(reply(model.ask(request())).text()).isEqualTo("Reykjavík");
        server.awaitReceived(1).awaitClosed();
        var call = model.ask(request());
        server.awaitReceived(2);
        call.cancel();
        server.awaitReceived(2).awaitClosed();
    }

    @Test
    void anAddressWhoseCertificateIsNotBelievedIsToldNothing() throws GeneralSecurityException {
        Http.get(kit.system()).setDefaultClientHttpsContext(ConnectionContext.httpsClient(SSLContext.getDefault()));

        var failure = failure(openAi(server, kit.system(), "").ask(request()));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("TLS failed");
        assertThat(server.received()).isEmpty();
    }
}
