using System.Globalization;

namespace Bpsdm.CertificatesBench;

/// <param name="Participants">Completions in a run; the e-bimtek of June 2020 had 61,964 participants.</param>
/// <param name="Runs">Runs one after another on the same service; the first one is cold.</param>
internal sealed record Options(int Participants = 61_964, int Runs = 3)
{
    public const string Usage = "./bpsdm bench certificates [--participants N] [--runs N]";

    /// <exception cref="ArgumentException">An option that is unknown, or without a positive number.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options();
        foreach (var pair in args.Chunk(2))
        {
            if (pair.Length < 2 || !int.TryParse(pair[1], CultureInfo.InvariantCulture, out var number) || number < 1)
                throw new ArgumentException($"{pair[0]} needs a number from 1 on.");
            options = pair[0] switch
            {
                "--participants" => options with { Participants = number },
                "--runs" => options with { Runs = number },
                _ => throw new ArgumentException($"There is no option {pair[0]}."),
            };
        }
        return options;
    }
}
