import Reporting
import Simulating

/// The pings of functions as CSV: `function,time_s,instances`, seconds from the start of the record.
func pingsCSV(_ pings: [[TracePing]], of names: [String]) -> String {
    var text = "function,time_s,instances\n"
    for (name, list) in zip(names, pings) {
        let name = csvCell(name)
        for ping in list {
            let time =
                ping.timeS.rounded() == ping.timeS ? "\(Int(ping.timeS))" : "\(ping.timeS)"
            text += "\(name),\(time),\(ping.instances)\n"
        }
    }
    return text
}
