/// Why the history store refused, worded for the person who must act.
package enum StoreError: Error, Equatable, Sendable {
    /// Nothing is at the path, and the caller did not want to create it.
    case absent(path: String)
    /// The path leads through a symbolic link to a file that is not there.
    case danglingLink(path: String)
    /// Permission to read is missing, or even to look whether the file is there.
    case notReadable(path: String)
    /// Permission to write is missing.
    case notWritable(path: String)
    /// The path is a folder's.
    case isDirectory(path: String)
    /// A folder on the way cannot be made, or takes no new files (SQLite keeps two beside its own).
    case folderNotWritable(folder: String)
    /// Another program held the database for longer than the store waits.
    case locked(path: String)
    /// SQLite's own structures are damaged.
    case corrupt(path: String)
    /// Something else than an SQLite file.
    case notADatabase(path: String)
    /// An SQLite file of some other program.
    case foreign(path: String)
    /// A later release wrote the file.
    case schemaIsNewer(path: String, unknownMigrations: [String])
    /// The file system has no room left.
    case diskFull(path: String)
    /// No endpoint has this name; `nearest` are registered names like it.
    case unknownEndpoint(name: String, nearest: [String])
    /// An endpoint with this key is not, or no longer, registered.
    case endpointIsGone
    /// Another endpoint has this name.
    case duplicateName(String)
    /// The endpoint has no schedule of this name; `nearest` are names of its schedules like it.
    case unknownSchedule(name: String, endpoint: String, nearest: [String])
    /// Another schedule of the endpoint has this name.
    case duplicateSchedule(name: String)
    /// No import has this number.
    case unknownImport(Int64)
    /// The import was undone before.
    case alreadyUndone(Int64)
    /// A later import replaced bins that this one had changed.
    case replacedByLaterImport(Int64, later: Int64)
    /// There is no budget with this key, or no longer.
    case unknownBudget(Int64)
    /// No endpoint is in this group; `nearest` are groups of endpoints named like it.
    case unknownGroup(name: String, nearest: [String])
    /// A zone's offsets are not known, so neither are its days.
    case unknownZone(String)
    /// A budget would cover endpoints that pay in another currency.
    case otherCurrencies(budget: String, endpoints: [Priced])
    /// An endpoint would pay in another currency than a budget that covers it.
    case joinsOtherCurrency(Priced, budget: String, currency: String)
    /// What a budget counts cannot change while it counts.
    case budgetKeeps(String, now: String, asked: String)
    /// Somebody changed endpoints, schedules or budgets since they were read.
    case settingsChanged
    /// A value breaks a rule of the schema, which `rule` words.
    case ruleBroken(rule: String)
    /// A text in the database is none that this release knows.
    case unreadableValue(String, column: String)
    /// The place of the database was given as an empty text.
    case emptyLocation(source: String)
    /// Nothing tells where this person's data live.
    case noHome
    /// Any other failure of SQLite.
    case other(message: String, path: String)

    /// An endpoint's name and the currency that it pays in.
    package struct Priced: Equatable, Sendable {
        package var name: String
        package var currency: String

        package init(name: String, currency: String) {
            self.name = name
            self.currency = currency
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// One line: what failed, on what, and what to do about it.
    package var description: String {
        fileSentence ?? budgetSentence ?? scheduleSentence ?? dataSentence
    }

    private var fileSentence: String? {
        switch self {
        case .absent(let path):
            "there is no database at '\(path)'; add an endpoint first, or say where it is with "
                + "--database"
        case .danglingLink(let path):
            "'\(path)' is a link to a file that does not exist; mend or remove the link"
        case .notReadable(let path):
            "the database at '\(path)' may not be read by this user; run preheat as its owner "
                + "(sudo), or name another one with --database"
        case .notWritable(let path):
            "the database at '\(path)' may not be written by this user; run preheat as its owner "
                + "(sudo), or name another one with --database"
        case .isDirectory(let path):
            "'\(path)' is a folder; name a file in it with --database"
        case .folderNotWritable(let folder):
            "the folder '\(folder)' cannot be made or takes no new files; give this user the right "
                + "to write there, or name another place with --database"
        case .locked(let path):
            "another program keeps the database at '\(path)' locked; let it finish or stop it, "
                + "then try again"
        case .corrupt(let path):
            "the database at '\(path)' is damaged; restore a backup, or save what can be read with "
                + "sqlite3's .recover"
        case .notADatabase(let path):
            "'\(path)' is not an SQLite database; name another file with --database"
        case .foreign(let path):
            "'\(path)' is another program's database and was left alone; name another file with "
                + "--database"
        case .schemaIsNewer(let path, let unknown):
            "the database at '\(path)' has migrations that this release does not know "
                + "(\(unknown.joined(separator: ", "))); upgrade preheat or restore a backup"
        case .diskFull(let path):
            "there is no room left for the database at '\(path)'; free some space and try again"
        case .emptyLocation(let source):
            "\(source) is empty; give the path of the database, or leave it out"
        case .noHome:
            "neither XDG_DATA_HOME nor HOME is set, so there is no place for the database; say "
                + "where it is with --database"
        case .other(let message, let path):
            "SQLite failed on the database at '\(path)': \(message); try again, and restore a "
                + "backup if it stays so"
        default: nil
        }
    }

    private var budgetSentence: String? {
        switch self {
        case .unknownBudget(let id):
            "there is no budget \(id); list them with 'preheat budget list'"
        case .unknownGroup(let name, let nearest) where nearest.isEmpty:
            "no endpoint is in a group '\(name)'; put one there with 'preheat endpoint set NAME "
                + "--group \(name)'"
        case .unknownGroup(let name, let nearest):
            "no endpoint is in a group '\(name)'; did you mean "
                + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?"
        case .unknownZone(let zone):
            "the time zone '\(zone)' is not in the zone database; write an IANA name such as "
                + "Europe/Berlin"
        case .otherCurrencies(let currency, let endpoints):
            "a budget in \(currency) cannot pay for "
                + endpoints.prefix(5).map { "'\($0.name)' (\($0.currency))" }
                .joined(separator: ", ")
                + (endpoints.count > 5 ? " and \(endpoints.count - 5) more" : "")
                + ": a budget has one currency; set budgets by group, or prices in \(currency)"
        case .joinsOtherCurrency(let endpoint, let budget, let currency):
            "'\(endpoint.name)' would pay in \(endpoint.currency), but the budget of \(budget) is in "
                + "\(currency): a budget has one currency; give prices in \(currency), or remove "
                + "the budget first"
        case .budgetKeeps(let what, let now, let asked):
            "the budget's \(what) is \(now) and cannot become \(asked) while it counts; remove the "
                + "budget first, then set it anew"
        default: nil
        }
    }

    private var scheduleSentence: String? {
        switch self {
        case .unknownSchedule(let name, let endpoint, let nearest) where nearest.isEmpty:
            "'\(endpoint)' has no schedule named '\(name)'; list them with 'preheat schedule list "
                + "\(endpoint)'"
        case .unknownSchedule(let name, let endpoint, let nearest):
            "'\(endpoint)' has no schedule named '\(name)'; did you mean "
                + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?"
        case .duplicateSchedule(let name):
            "the endpoint has a schedule named '\(name)' already; choose another name, or remove that "
                + "one first"
        default: nil
        }
    }

    private var dataSentence: String {
        switch self {
        case .unknownEndpoint(let name, let nearest) where nearest.isEmpty:
            "no endpoint is named '\(name)'; list the known ones with 'preheat endpoint list'"
        case .unknownEndpoint(let name, let nearest):
            "no endpoint is named '\(name)'; did you mean "
                + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?"
        case .endpointIsGone:
            "the endpoint is not registered or was removed meanwhile; list the known ones with "
                + "'preheat endpoint list'"
        case .duplicateName(let name):
            "an endpoint is already named '\(name)'; choose another name"
        case .unknownImport(let id):
            "there is no import \(id); choose the number of a listed one"
        case .alreadyUndone(let id):
            "import \(id) was undone already; there is nothing left to undo"
        case .replacedByLaterImport(let id, let later):
            "import \(later) replaced counts that import \(id) had changed; undo import \(later) "
                + "first"
        case .settingsChanged:
            "somebody else changes endpoints, schedules or budgets at the same time; try again"
        case .ruleBroken(let rule):
            "the database refused a value by its rule '\(rule)'; correct the value"
        case .unreadableValue(let text, let column):
            "'\(text.prefix(80))' in the database's column \(column) is nothing that this release knows; "
                + "correct it, or upgrade preheat"
        default: "the database refused"
        }
    }
}
