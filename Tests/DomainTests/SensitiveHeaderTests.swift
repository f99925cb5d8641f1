import Domain
import Testing

@Suite struct SensitiveHeaderTests {
    private typealias Header = WarmUpRequest.Header

    @Test(arguments: [
        "Authorization", "authorization", "Proxy-Authorization", "Cookie", "Set-Cookie",
        "X-Api-Key", "Api-Key", "apikey", "X-ApiKey", "X-Auth-Token", "X-Amz-Security-Token",
        "PRIVATE-TOKEN", "X-Vault-Token", "X-CSRFToken", "X-Client-Secret", "X_Webhook_Secret",
        "Ocp-Apim-Subscription-Key", "x-functions-key", "X-Password", "X-Auth", "X-Db-Credentials",
        "X-Auth-Token-V2", "X-Authorization-Bearer", "Key-2", "X.Auth.Old", "X-TokenV2",
        "X-Token-Type", "Secret-Length", "X-JWT-A", "X-Bearer", "MyCookies",
    ])
    func aNameThatSpeaksOfASecretIsSensitive(name: String) {
        #expect(Header(name: name, value: "").isSensitive)
    }

    @Test(arguments: [
        "Accept", "X-Stage", "Host", "X-Monkey", "X-Author", "Keep-Alive", "X-Keys-Of",
        "-", "Content-Type", "X-Authentic", "X-Forbearer",
    ])
    func anotherNameIsNot(name: String) {
        #expect(!Header(name: name, value: "").isSensitive)
    }

    @Test(
        arguments: [
            ("a reference alone", "env:A", nil),
            ("a scheme before it", "Bearer env:A", nil),
            ("the longest scheme", "AAAAAAAAAAAAAAAA credential:a", nil),
            ("nothing at all", "", nil),
            ("a token", "s3cr3t", .plainSecret(header: "Authorization")),
            ("a scheme and a token", "Bearer s3cr3t", .plainSecret(header: "Authorization")),
            (
                "a word too long for a scheme", "AAAAAAAAAAAAAAAAA env:A",
                .plainSecret(header: "Authorization")
            ),
            ("two words before it", "Bearer s3 env:A", .plainSecret(header: "Authorization")),
            ("a token for a scheme", "s3c_r3t= env:A", .plainSecret(header: "Authorization")),
            ("a reference that is not the last", "env:A B", .plainSecret(header: "Authorization")),
            ("a part of a word", "token=env:A", .plainSecret(header: "Authorization")),
            ("a URL of a file", "file://a", .plainSecret(header: "Authorization")),
            (
                "a variable without a name", "Bearer env:",
                .unusableReference(header: "Authorization", .environment)
            ),
            (
                "a variable with a dash", "env:sk-live",
                .unusableReference(header: "Authorization", .environment)
            ),
            (
                "a relative path", "file:token",
                .unusableReference(header: "Authorization", .file)
            ),
            (
                "a credential in a folder", "credential:a/b",
                .unusableReference(header: "Authorization", .credential)
            ),
        ] as [(String, String, SecretFlaw?)]
    )
    func aSensitiveHeaderTakesAReference(requirement: String, value: String, flaw: SecretFlaw?) {
        let header = Header(name: "Authorization", value: value)
        #expect(header.secretFlaw == flaw)
        // An unusable reference may be a secret as well.
        #expect(header.shownValue == (flaw == nil ? value : hidden))
    }

    private let hidden = "(hidden; refer to it with env:, file: or credential:)"

    @Test(
        arguments: [
            ("any text", "some text", nil), ("a reference", "env:A", nil),
            ("a word before it", "v1 env:A", nil), ("a URL of a file", "file:///a", nil),
            ("credentials by reference", "Bearer env:A", nil),
            ("a word that begins like a scheme", "Basically new", nil),
            ("a scheme alone", "Basic", nil), ("a scheme within", "no Bearer token", nil),
            (
                "an unusable reference", "env:1",
                .unusableReference(header: "X-Stage", .environment)
            ),
        ] as [(String, String, SecretFlaw?)]
    )
    func anotherHeaderTakesText(requirement: String, value: String, flaw: SecretFlaw?) {
        let header = Header(name: "X-Stage", value: value)
        #expect(header.secretFlaw == flaw)
        #expect(header.shownValue == value)
    }

    @Test(arguments: [
        "Bearer s3cr3t", "bearer s3cr3t", "Basic dTpw", "BASIC dTpw", "Bearer\ts3cr3t",
        "Bearer env:A s3cr3t", "Bearer s3cr3t env:A",
    ])
    func credentialsAreSecretInAnyHeader(value: String) {
        let header = Header(name: "X-Stage", value: value)
        #expect(header.secretFlaw == .plainSecret(header: "X-Stage"))
        #expect(header.shownValue == hidden)
    }

    @Test func theSecretTakesThePlaceOfTheReference() {
        let header = Header(name: "Authorization", value: "Bearer env:SHOP_TOKEN")
        #expect(header.secret == SecretReference("env:SHOP_TOKEN"))
        #expect(header.value(with: "s3 cr3t") == "Bearer s3 cr3t")
        #expect(Header(name: "A", value: "file:/a").value(with: "x") == "x")
        #expect(Header(name: "A", value: "text").secret == nil)
    }

    /// The sentences name the header and the three ways, never the value.
    @Test func aFlawNamesTheThreeWays() {
        let flaw = SecretFlaw.plainSecret(header: "X-Api-Key")
        for word in ["X-Api-Key", "env:NAME", "file:/PATH", "credential:NAME"] {
            #expect(flaw.description.contains(word))
        }
        #expect(!flaw.description.contains("\n"))
    }
}
