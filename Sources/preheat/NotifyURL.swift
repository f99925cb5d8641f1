import ArgumentParser
import Configuring

/// Where notices are posted to: `--notify-url`, else `PREHEAT_NOTIFY_URL`.
///
/// Such URLs often hold a secret, and so no sentence repeats one.
enum NotifyURL {
    static let variable = "PREHEAT_NOTIFY_URL"

    /// - Parameters:
    ///   - flag: What the command line says.
    ///   - environment: An empty variable is none.
    /// - Returns: A URL that can be posted to; `nil` when neither names one.
    /// - Throws: `ValidationError` where a URL cannot be posted to.
    static func resolved(
        flag: String?,
        environment: [String: String]
    ) throws -> String? {
        if let flag {
            try check(flag, source: "--notify-url")
            return flag
        }
        guard let url = environment[variable], !url.isEmpty else { return nil }
        try check(url, source: variable)
        return url
    }

    private static func check(_ url: String, source: String) throws {
        switch WebURL.flaw(of: url) {
        case nil: return
        case .notAbsolute, .tooLong:
            throw ValidationError(
                "\(source) is no absolute http or https URL; write one such as https://example.com/hook."
            )
        case .holdsSecret:
            throw ValidationError(
                "\(source) may not hold a user or a password; put a secret into its path or query."
            )
        }
    }
}
