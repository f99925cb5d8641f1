import Foundation
import Glibc
import Testing

/// A server on loopback that asks for a secret: warm where it got the right one, else 401.
enum SecretSite {
    /// Answers `GET /NAME` as the file NAME beside it says: its text is what Authorization must be.
    private static let script = """
        import http.server, sys, os

        class Site(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                wanted = open(os.path.join(sys.argv[1], "wanted" + self.path.replace("/", "-"))).read()
                right = self.headers.get("Authorization") == wanted
                print("asked", self.path, "rightly" if right else "wrongly", file=sys.stderr, flush=True)
                self.send_response(200 if right else 401)
                self.send_header("X-Cold-Start", "false")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        print("listening on", server.server_port, file=sys.stderr, flush=True)
        server.serve_forever()
        """

    static func with(
        _ workshop: Workshop,
        _ body: (PreheatProcess, String) async throws -> Void
    ) async throws {
        let script = try workshop.file("site.py", Self.script)
        let site = try workshop.start("/usr/bin/python3", [script, workshop.folder.path])
        defer { site.send(SIGKILL) }
        let line = try await site.line(containing: "listening on")
        let port = try #require(line.split(separator: " ").last)
        try await body(site, "http://127.0.0.1:\(port)")
    }
}
