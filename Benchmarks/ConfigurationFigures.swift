import Configuring
import Domain
import Foundation

/// Reads and validates a configuration of so many endpoints, then compares it with itself.
func runConfiguration(of count: Int) throws {
    let text = "version: 1\nendpoints:\n" + (0..<count).map(endpointText).joined()
    let bytes = Array((text + "budgets:\n  - {scope: fleet, limit: 9USD, per: month}\n").utf8)
    print("\(count) endpoints, \(bytes.count) bytes")
    let clock = ContinuousClock()
    var start = clock.now
    let file = try ConfigurationFile([ConfigurationSource(name: "bench.yaml", bytes: bytes)])
    let difference = ConfigurationDifference(from: .empty, to: file.settings, prunes: false)
    try file.check(difference.target, over: .empty)
    let reading = (clock.now - start) / .seconds(1)
    print(Figure(name: "parse and validate", value: reading, unit: "s", limit: 2).line)
    start = clock.now
    let same = ConfigurationDifference(from: difference.target, to: file.settings, prunes: true)
    precondition(same.changes.isEmpty, "a configuration differs from itself")
    print(Figure(name: "compare", value: (clock.now - start) / .seconds(1), unit: "s").line)
    start = clock.now
    let written = try configurationText(of: file.settings)
    precondition(written.utf8.count > count, "a text without endpoints")
    print(Figure(name: "write", value: (clock.now - start) / .seconds(1), unit: "s").line)
}

private func endpointText(_ number: Int) -> String {
    """
      shop-\(number):
        url: https://shop-\(number).example/health
        method: POST
        header: ['Accept: text/plain', 'X-Api-Key: env:KEY_\(number)']
        platform: aws-lambda
        memory: 512
        idle-timeout: 10m
        cold-start-value: 50
        timezone: Europe/Berlin
        group: group-\(number % 100)
        target: p99<400ms
        quiet: [22:00-06:00, 'Sat,Sun 00:00-24:00']
        holiday: [2026-12-25]
        traffic: {path: /shop/\(number), match: '^/shop/\(number)/[a-z]+'}
        schedules:
          office: 08:00-18:00 Mon-Fri
          often: {expression: '*/10 8-18 * * Mon-Fri', jitter: 30s}

    """
}
