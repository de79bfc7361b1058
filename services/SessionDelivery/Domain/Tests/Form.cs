namespace Bpsdm.SessionDelivery.Domain.Tests;

/// <summary>
/// Which items a participant is given and in what order: all of it follows from the seed, so a form that is read again is
/// the same form, on whichever replica.
/// </summary>
public static class Form
{
    /// <summary>Another form for each participant and each of their attempts.</summary>
    public static long SeedOf(long testSeed, Guid participantId, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        participantId.TryWriteBytes(bytes);
        var mix = new SplitMix((ulong)testSeed ^ BitConverter.ToUInt64(bytes) ^ (BitConverter.ToUInt64(bytes[8..]) * 31) ^ ((ulong)number << 48));
        return (long)mix.Next();
    }

    /// <param name="banks">Of each bank how many are drawn, and its items in the order of their codes.</param>
    /// <param name="shuffle">Whether the drawn ones are mixed; otherwise they keep that order.</param>
    public static IReadOnlyList<Guid> Draw(long seed, IEnumerable<(int Count, IReadOnlyList<Guid> Items)> banks, bool shuffle)
    {
        var mix = new SplitMix((ulong)seed);
        List<Guid> drawn = [.. banks.SelectMany(b => mix.Permutation(b.Items.Count).Take(b.Count).Order().Select(i => b.Items[i]))];
        return shuffle ? [.. mix.Permutation(drawn.Count).Select(i => drawn[i])] : drawn;
    }

    /// <summary>For each place on the form the position in the item.</summary>
    public static int[] Places(long seed, Guid itemId, ItemBody body, bool shuffle)
    {
        Span<byte> bytes = stackalloc byte[16];
        itemId.TryWriteBytes(bytes);
        var mix = new SplitMix((ulong)seed ^ BitConverter.ToUInt64(bytes[8..]));
        return body switch
        {
            SingleChoice { Choices.Count: var count } => Places(count),
            MultipleChoice { Choices.Count: var count } => Places(count),
            // In the order of the pairs the right sides would give the answer away.
            Matching matching => mix.Permutation(matching.Targets.Count),
            _ => [],
        };

        int[] Places(int count) => shuffle ? mix.Permutation(count) : [.. Enumerable.Range(0, count)];
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014). Written out: a form must not change with the runtime's own generator.</summary>
    private sealed class SplitMix(ulong state)
    {
        private ulong _state = state;

        public ulong Next()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }

        public int[] Permutation(int count)
        {
            var order = Enumerable.Range(0, count).ToArray();
            for (var i = count - 1; i > 0; i--)
            {
                var other = (int)(Next() % (ulong)(i + 1));
                (order[i], order[other]) = (order[other], order[i]);
            }
            return order;
        }
    }
}
