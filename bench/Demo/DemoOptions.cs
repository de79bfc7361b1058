using System.Globalization;
using System.Text.Json;

namespace Bpsdm.Demo;

/// <param name="Gateway">Address of the gateway: the only door that the demo uses.</param>
/// <param name="ClientSecret">Secret of the seeded service accounts.</param>
/// <param name="Participants">Eligible employees in the roster, 1 to 61,964.</param>
/// <param name="Parallel">Participants that act at the same moment.</param>
/// <param name="Broker">The broker as the user of HR systems.</param>
/// <param name="StateFolder">State of a local run, for the memory of its processes.</param>
internal sealed record DemoOptions(Uri Gateway, string ClientSecret, int Participants, int Parallel, Uri Broker, string StateFolder)
{
    public const string Usage =
        "demo --gateway URL --secrets FILE --state DIR [--participants N (2000)] [--parallel N (64)]";

    private static Uri BrokerOf(string stateFolder, string password)
    {
        var ports = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(stateFolder, "ports.json")))!;
        return new Uri($"amqp://hr:{Uri.EscapeDataString(password)}@127.0.0.1:{ports["messaging.tcp"]}");
    }

    /// <exception cref="ArgumentException">The command line is off; the message says where.</exception>
    public static DemoOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length) throw new ArgumentException($"'{args[i]}' has no value.");
            values[args[i][2..]] = args[i + 1];
        }

        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Required("secrets")))!;
        return new DemoOptions(
            new Uri(Required("gateway")),
            secrets["seed-client-secret"],
            Number("participants", 2000, 1, Roster.FullEligible),
            Number("parallel", 64, 1, 512),
            BrokerOf(Required("state"), secrets["hr-broker-password"]),
            Required("state"));

        string Required(string name) => values.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name} is missing.");

        int Number(string name, int otherwise, int min, int max) =>
            !values.TryGetValue(name, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max ? n
            : throw new ArgumentException($"--{name} is a number from {min} to {max}, not '{text}'.");
    }
}
