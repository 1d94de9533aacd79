namespace Referrals.Benchmarks;

/// <summary>Made-up journeys: 2 to 10 touches each over 50 channels whose frequencies fall as 1/rank; a fifth converts. Seeded.</summary>
internal sealed class AttributionJourneys
{
    internal const int Channels = 50;
    private const int Seed = 20260301;

    internal AttributionJourneys(int count)
    {
        var random = new Random(Seed);
        var frequencies = Frequencies();
        Paths = new string[count];
        (Conversions, Values, Nulls) = (new double[count], new double[count], new double[count]);
        for (var j = 0; j < count; j++)
        {
            var touches = new string[random.Next(2, 11)];
            for (var i = 0; i < touches.Length; i++)
            {
                var place = Array.BinarySearch(frequencies, random.NextDouble() * frequencies[^1]);
                touches[i] = $"channel{(place < 0 ? ~place : place):00}";
            }

            Paths[j] = string.Join(" > ", touches);
            var converts = random.NextDouble() < 0.2;
            (Conversions[j], Nulls[j]) = converts ? (1, 0) : (0, 1);
            Values[j] = converts ? Math.Round(20 + (random.NextDouble() * 180), 2) : 0;
        }
    }

    internal string[] Paths { get; }

    internal double[] Conversions { get; }

    internal double[] Values { get; }

    internal double[] Nulls { get; }

    private static double[] Frequencies()
    {
        var sums = new double[Channels];
        for (var c = 0; c < Channels; c++)
        {
            sums[c] = (c == 0 ? 0 : sums[c - 1]) + (1d / (c + 1));
        }

        return sums;
    }
}
