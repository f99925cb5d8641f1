// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// `make fuzz` builds the parsers with coverage for libFuzzer, in a scratch folder of its own.
let isFuzzed = Context.environment["PREHEAT_FUZZ"] != nil
let fuzzed: [SwiftSetting] =
    isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []

let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient",
    package: "async-http-client"
)
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let inMemoryLogging = Target.Dependency.product(
    name: "InMemoryLogging",
    package: "swift-log"
)
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)

let package = Package(
    name: "preheat",
    products: [.executable(name: "preheat", targets: ["preheat"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Core: no I/O, no clock, no globals, no randomness of its own.
        .target(name: "Domain", swiftSettings: settings + fuzzed, plugins: ["EmbedText"]),
        .target(
            name: "Forecasting",
            dependencies: ["Domain", real],
            swiftSettings: settings,
            plugins: ["EmbedText"]
        ),
        .target(
            name: "Planning",
            dependencies: ["Domain", "Forecasting", real],
            swiftSettings: settings
        ),
        .target(
            name: "Simulating",
            dependencies: ["Domain", "Forecasting", "Planning", heap, real],
            swiftSettings: settings
        ),

        // Shell.
        .target(
            name: "Configuring",
            dependencies: ["Domain", yams],
            swiftSettings: settings + fuzzed
        ),
        .target(
            name: "Migrations",
            path: "Migrations",
            swiftSettings: settings,
            plugins: ["EmbedText"]
        ),
        .target(
            name: "History",
            dependencies: ["Domain", "Migrations", grdb, grdbSQLite],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Observing",
            dependencies: ["Domain", "CZlib"],
            swiftSettings: settings + fuzzed
        ),
        .target(
            name: "Warming",
            dependencies: [
                "Domain", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL, nioTLS,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Reporting",
            dependencies: ["Domain", "Forecasting", "History", "Simulating"],
            swiftSettings: settings
        ),
        .target(
            name: "Emulating",
            dependencies: [hummingbird, logging],
            swiftSettings: settings
        ),
        .target(
            name: "Serving",
            dependencies: [
                "Domain", "Forecasting", "Planning", "History", "Warming", "Reporting", logging,
                serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "preheat",
            dependencies: [
                "Domain", "Forecasting", "Planning", "Simulating", "Configuring", "History",
                "Observing", "Warming", "Reporting", "Emulating", "Serving", argumentParser,
                asyncHTTPClient,
                logging, nioCore, nioHTTP1, serviceLifecycle, unixSignals,
            ],
            swiftSettings: settings
        ),

        // What the core costs: `make bench`. It sees `package` declarations, as no nested package
        // could, and needs no package of its own.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Domain", "Forecasting", "Planning", "Simulating", "Configuring", "History",
                "Reporting", "Serving", logging,
            ],
            path: "Benchmarks",
            swiftSettings: settings
        ),

        // Tests mirror modules.
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: settings),
        .testTarget(
            name: "ForecastingTests",
            dependencies: ["Domain", "Forecasting"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PlanningTests",
            dependencies: ["Domain", "Forecasting", "Planning"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulatingTests",
            dependencies: ["Domain", "Forecasting", "Planning", "Simulating"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ConfiguringTests",
            dependencies: ["Domain", "Configuring"],
            exclude: ["BadConfigurations"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MigrationsTests",
            dependencies: ["Migrations"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HistoryTests",
            dependencies: ["Domain", "History", "Migrations", grdb],
            exclude: ["Goldens"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ObservingTests",
            dependencies: ["Domain", "Observing", "CZlib"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WarmingTests",
            dependencies: [
                "Domain", "Warming", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Domain", "Forecasting", "History", "Reporting", "Simulating"],
            exclude: ["Goldens"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EmulatingTests",
            dependencies: [
                "Emulating", asyncHTTPClient, logging, nioCore, nioHTTP1, serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServingTests",
            dependencies: [
                "Domain", "Forecasting", "Planning", "History", "Warming", "Serving",
                asyncHTTPClient, logging, inMemoryLogging, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: settings
        ),
        // Parsers of untrusted bytes, with what must hold; the corpus is replayed by a test.
        .target(
            name: "Fuzzing",
            dependencies: ["Domain", "Observing", "Configuring"],
            path: "Tests/Fuzzing",
            exclude: ["Corpus"],
            swiftSettings: settings + fuzzed
        ),
        .testTarget(name: "FuzzingTests", dependencies: ["Fuzzing"], swiftSettings: settings),
        // A second process that spends from a database: the end-to-end tests start and kill it.
        .executableTarget(
            name: "LedgerSpender",
            dependencies: ["Domain", "History"],
            path: "Tests/LedgerSpender",
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "preheat", "LedgerSpender", "Domain", "Forecasting", "Observing", "Reporting",
                "Serving", "Simulating",
            ],
            exclude: ["Goldens"],
            swiftSettings: settings
        ),

        // Text files of a target, embedded as Swift string literals.
        .executableTarget(
            name: "EmbedTextTool",
            path: "Sources/Embedding/Tool",
            swiftSettings: settings
        ),
        .plugin(
            name: "EmbedText",
            capability: .buildTool(),
            dependencies: ["EmbedTextTool"],
            path: "Sources/Embedding/Plugin"
        ),
    ]
)

if isFuzzed {
    package.targets.append(
        .executableTarget(
            name: "Fuzzer",
            dependencies: ["Fuzzing"],
            path: "Tests/Fuzzer",
            swiftSettings: settings + fuzzed,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]
        )
    )
}
