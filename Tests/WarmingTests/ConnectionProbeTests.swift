import NIOSSL
import Testing

@testable import Warming

@Suite(.timeLimit(.minutes(1))) struct ConnectionProbeTests {
    @Test func whoListensIsConnectedToOnceAndSentNothing() async throws {
        try await LocalServer.with(.answers(ok)) { server, port in
            let failures = await ConnectionProbe().failures(connectingTo: [
                "http://127.0.0.1:\(port)/", "http://127.0.0.1:\(port)/other?key=s3cr3t",
            ])
            #expect(failures == [nil, nil])
            for await _ in server.departures { break }
            #expect(server.connections == 1)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func whoRefusesIsNamedByHostAndPort() async throws {
        try await LocalServer.withRefusingPort { port in
            let failures = await ConnectionProbe().failures(connectingTo: [
                "http://127.0.0.1:\(port)/?key=s3cr3t", "ftp://127.0.0.1/",
            ])
            #expect(
                failures == [
                    """
                    127.0.0.1:\(port) refused the connection; check that it runs and listens on this \
                    port
                    """,
                    "the URL of the warm-up is not an absolute http or https URL",
                ]
            )
        }
    }

    @Test func moreThanAtOnceAreAllAsked() async throws {
        try await LocalServer.withRefusingPort { port in
            // Each address of 127.0.0.0/8 is this machine's.
            let urls = (1...30).map { "http://127.0.0.\($0):\(port)/" }
            let failures = await ConnectionProbe(deadline: .seconds(3), mostAtOnce: 4)
                .failures(connectingTo: urls)
            #expect(failures.allSatisfy { $0 != nil })
            #expect(failures.count == 30)
        }
    }

    @Test func aTrustedCertificateIsShakenHandsWith() async throws {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(TLSServer.certificate.utf8))
        try await TLSServer.with { port in
            let probe = ConnectionProbe(
                deadline: .seconds(10),
                trustRoots: .certificates(certificates)
            )
            #expect(await probe.failures(connectingTo: ["https://127.0.0.1:\(port)/"]) == [nil])
        }
    }

    @Test func anUntrustedCertificateIsSaid() async throws {
        try await TLSServer.with { port in
            let failures = await ConnectionProbe().failures(
                connectingTo: ["https://127.0.0.1:\(port)/"]
            )
            #expect(
                failures == [
                    "the TLS certificate of 127.0.0.1:\(port) is not trusted by this machine"
                ]
            )
        }
    }

    @Test func whoDoesNotSpeakTLSIsSaid() async throws {
        try await LocalServer.with(.answers(ok)) { _, port in
            let failures = await ConnectionProbe().failures(
                connectingTo: ["https://127.0.0.1:\(port)/"]
            )
            #expect(failures[0]?.contains("127.0.0.1:\(port)") == true)
        }
    }

    @Test func aHandshakeThatDoesNotEndIsGivenUp() async throws {
        try await LocalServer.withSilentPort { port in
            let failures = await ConnectionProbe(deadline: .milliseconds(100)).failures(
                connectingTo: ["https://127.0.0.1:\(port)/"]
            )
            #expect(
                failures == [
                    """
                    no connection to 127.0.0.1:\(port) came about; check its address and the \
                    firewalls
                    """
                ]
            )
        }
    }
}
