import Testing

@testable import Observing

@Suite struct IdleCurveFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func read(_ text: String) throws -> [IdleCurveFile.Point] {
        try IdleCurveFile.read(fileAt: try folder.file(text, name: "curve.csv"))
    }

    @Test func pointsAreReadInOrder() throws {
        let points = try read("idle_minutes,p_cold\n0,0\n7.5,0.25\n\n30,1\n")
        #expect(points.map(\.idleMinutes) == [0, 7.5, 30])
        #expect(points.map(\.coldShare) == [0, 0.25, 1])
    }

    @Test(arguments: [
        ("no row", "idle_minutes,p_cold\n", "no"),
        ("another header", "minutes,cold\n1,0\n", "idle_minutes"),
        ("a share above 1", "idle_minutes,p_cold\n1,0.5\n2,1.01\n", "line 3: p_cold"),
        ("a negative share", "idle_minutes,p_cold\n1,-0.1\n", "line 2: p_cold"),
        ("a share that is no number", "idle_minutes,p_cold\n1,nan\n", "line 2: p_cold"),
        ("an idle time that falls", "idle_minutes,p_cold\n2,0\n1,0\n", "line 3: idle_minutes"),
        ("an idle time twice", "idle_minutes,p_cold\n2,0\n2,0\n", "line 3: idle_minutes"),
        ("an idle time beyond a week", "idle_minutes,p_cold\n10081,0\n", "line 2: idle_minutes"),
        ("a field too many", "idle_minutes,p_cold\n1,0,0\n", "line 2: the row"),
    ])
    func refusesWithTheLine(requirement: String, text: String, part: String) {
        let error = #expect(throws: ObservingError.self) { try read(text) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
}
