import NIOCore
import NIOPosix
import NIOSSL

/// A server on loopback that shakes hands by TLS and says nothing more.
enum TLSServer {
    /// Of 127.0.0.1, signed by itself, from 2020 to 2120.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBWzCCAQKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
        LjEwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
        CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGiciEU+EM1dBBH1
        QxYxtKEt6lysucI8TqU+jAE8zT7VwT2RdA8ILZ/X/xK3BrKBsHmAgfdJOWU7/Udp
        OZuMioOjQzBBMA8GA1UdEQQIMAaHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNV
        HQ4EFgQUnkc0YhAVfLTpAv0sBWEuQdbFcIwwCgYIKoZIzj0EAwIDRwAwRAIgHRPh
        gNa+/dIMXky7ZUTVpjVUcigE5zj3MlICs8zn0EcCIGLPMYB77Dz+AIicPgOMf7xg
        Zj/zI4CmCUhdEuNYb52r
        -----END CERTIFICATE-----

        """

    /// Guards nothing: it is known to everybody who reads this.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd9sIrTbhC5KfALeN
        MWxP4cm6t/cxMDCvEq7dpd0IpmyhRANCAARonIhFPhDNXQQR9UMWMbShLepcrLnC
        PE6lPowBPM0+1cE9kXQPCC2f1/8StwaygbB5gIH3STllO/1HaTmbjIqD
        -----END PRIVATE KEY-----

        """

    /// Runs a server while `body` does, which gets its port.
    static func with<Result: Sendable>(
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map {
                    .certificate($0)
                },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
            )
        )
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLServerHandler(context: context)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else {
            preconditionFailure("a bound socket has a port")
        }
        do {
            let result = try await body(port)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }
}
