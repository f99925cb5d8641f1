import Domain
import Testing

@Suite struct SecretReferenceTests {
    @Test(
        arguments: [
            ("env:SHOP_TOKEN", .environment, "SHOP_TOKEN"),
            ("env:_a1", .environment, "_a1"),
            ("env:" + String(repeating: "A", count: 256), .environment, nil),
            ("file:/etc/shop/token", .file, "/etc/shop/token"),
            ("file:/ä", .file, "/ä"),
            ("credential:shop-token.v2", .credential, "shop-token.v2"),
            ("credential:" + String(repeating: "c", count: 255), .credential, nil),
        ] as [(String, SecretReference.Place, String?)]
    )
    func aReferenceNamesAPlace(text: String, place: SecretReference.Place, name: String?) throws {
        let reference = try #require(SecretReference(text))
        #expect(reference.place == place)
        if let name { #expect(reference.name == name) }
        #expect(reference.description == text)
    }

    @Test(
        arguments: [
            "", "env", "env:", "ENV:A", "env:1A", "env:A-B", "env:A B", "env:Ä",
            "env:" + String(repeating: "A", count: 257), "file:", "file:/", "file:token",
            "file:./token", "file://host/token", "file:/a b", "file:/a\u{7F}", "credential:",
            "credential:.", "credential:..", "credential:a/b", "credential:ä",
            "credential:" + String(repeating: "c", count: 256), "vault:A", "s3cr3t",
        ]
    )
    func otherTextsAreNone(text: String) {
        #expect(SecretReference(text) == nil)
    }
}
