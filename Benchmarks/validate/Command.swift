/// The command line.
enum Command {
    case validate(ValidateOptions)
    case bench(Bench)
    case scenarios(ScenarioOptions)
    case recombined(RecombinedOptions)
    case help

    struct Problem: Error {
        var text: String
    }

    static let usage = """
        usage: attune-validate [--sessions N] [--minutes M] [--surrogates N] [--seed N] [--quick]
                               [--state FILE] [--page FILE] [--only NAME]
               attune-validate scenarios [--sessions N] [--minutes M] [--surrogates N] [--seed N]
                               [--only NAME] [--page FILE] [--postures]
               attune-validate recombined [--rate HZ] [--surrogates N] [--seed N] [--page FILE] FOLDER...
               attune-validate bench [--minutes 5,10,20,40,60] [--surrogates N] [--data FILE]

        Simulates dyads with known truth and reports how often chance is mistaken for mimicry, how
        often mimicry is found, and how exactly. A stopped run resumes when it is started again with
        the same options.

          --sessions N    independent sessions of either length (400)
          --minutes M     length of the shorter sessions; the longer are five times that (10)
          --surrogates N  surrogates of each session of movement (199); postures get 999
          --quick         a minute or two, to see that everything works
          --state FILE    where results are kept (.build/validate-state.jsonl)
          --page FILE     the page whose marked section is replaced (docs/validation.md)
          --only NAME     measure only the conditions whose names begin with NAME

        scenarios: people who take turns, grow lively together, leave, or are hidden at the same time, as
        sessions of 20 minutes (100 of each) and as studies of 10 and of 20 of them; with --postures only the
        tests of postures.

        recombined: real people who never met, the first of one session with the second of another, of folders
        with motion energy (a file of two columns per session, 25 a second).
        """

    init(_ arguments: some Collection<String>) throws(Problem) {
        var arguments = Array(arguments)
        if arguments.contains("--help") || arguments.contains("-h") {
            self = .help
        } else if arguments.first == "bench" {
            arguments.removeFirst()
            self = .bench(try Self.bench(arguments))
        } else if arguments.first == "scenarios" {
            arguments.removeFirst()
            self = .scenarios(try Self.scenarios(arguments))
        } else if arguments.first == "recombined" {
            arguments.removeFirst()
            self = .recombined(try Self.recombined(arguments))
        } else {
            self = .validate(try Self.options(arguments))
        }
    }

    private static func options(_ arguments: [String]) throws(Problem) -> ValidateOptions {
        var options = ValidateOptions()
        if arguments.contains("--quick") { options.hurry() }
        for (name, value) in try pairs(arguments.filter { $0 != "--quick" }) {
            switch name {
            case "--sessions": options.sessions = try whole(name, value, least: 4)
            case "--minutes": options.scale = try number(name, value) / 10
            case "--surrogates": options.surrogates = try whole(name, value, least: 19)
            case "--seed": options.seed = UInt64(try whole(name, value, least: 0))
            case "--state": options.state = value
            case "--page": options.page = value
            case "--only": options.only = value
            default: throw Problem(text: "there is no option \(name); try --help")
            }
        }
        return options
    }

    private static func scenarios(_ arguments: [String]) throws(Problem) -> ScenarioOptions {
        var options = ScenarioOptions()
        options.isPosturesOnly = arguments.contains("--postures")
        for (name, value) in try pairs(arguments.filter { $0 != "--postures" }) {
            switch name {
            case "--sessions": options.sessions = try whole(name, value, least: 4)
            case "--minutes": options.minutes = try number(name, value)
            case "--surrogates": options.surrogates = try whole(name, value, least: 19)
            case "--seed": options.seed = UInt64(try whole(name, value, least: 0))
            case "--only": options.only = value
            case "--page": options.page = value
            default: throw Problem(text: "there is no option \(name); try --help")
            }
        }
        return options
    }

    private static func recombined(_ arguments: [String]) throws(Problem) -> RecombinedOptions {
        var options = RecombinedOptions()
        let first = arguments.lastIndex { $0.hasPrefix("--") }.map { $0 + 2 } ?? 0
        options.folders = Array(arguments.dropFirst(first))
        guard !options.folders.isEmpty else {
            throw Problem(text: "give a folder with motion energy")
        }
        for (name, value) in try pairs(Array(arguments.prefix(first))) {
            switch name {
            case "--rate": options.rate = try number(name, value)
            case "--surrogates": options.surrogates = try whole(name, value, least: 19)
            case "--seed": options.seed = UInt64(try whole(name, value, least: 0))
            case "--page": options.page = value
            default: throw Problem(text: "there is no option \(name); try --help")
            }
        }
        return options
    }

    private static func bench(_ arguments: [String]) throws(Problem) -> Bench {
        var bench = Bench(minutes: [5, 10, 20, 40, 60], surrogates: 1000)
        for (name, value) in try pairs(arguments) {
            switch name {
            case "--minutes":
                var minutes: [Double] = []
                for part in value.split(separator: ",") {
                    minutes.append(try number(name, String(part)))
                }
                bench.minutes = minutes
            case "--surrogates": bench.surrogates = try whole(name, value, least: 0)
            case "--data": bench.data = value
            default: throw Problem(text: "there is no option \(name); try --help")
            }
        }
        return bench
    }

    private static func pairs(_ arguments: [String]) throws(Problem) -> [(String, String)] {
        guard arguments.count.isMultiple(of: 2) else {
            throw Problem(text: "\(arguments.last ?? "") has no value; try --help")
        }
        return stride(from: 0, to: arguments.count, by: 2).map {
            (arguments[$0], arguments[$0 + 1])
        }
    }

    private static func whole(_ name: String, _ value: String, least: Int) throws(Problem) -> Int {
        guard let number = Int(value), number >= least else {
            throw Problem(text: "\(name) must be a whole number of at least \(least), not \(value)")
        }
        return number
    }

    private static func number(_ name: String, _ value: String) throws(Problem) -> Double {
        guard let number = Double(value), number.isFinite, number > 0 else {
            throw Problem(text: "\(name) must be a number of minutes above 0, not \(value)")
        }
        return number
    }
}
