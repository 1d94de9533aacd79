using NodaTime;

namespace Generator;

/// <summary>
/// Chance with a seed. The algorithm of a seeded <see cref="Random"/> is fixed, so the same seed gives the same data for ever.
/// </summary>
internal sealed class Dice(int seed)
{
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

#pragma warning disable CA5394 // Test data needs no secrecy.
    private readonly Random _random = new(seed);

    public double Next() => _random.NextDouble();

    public int Below(int limit) => _random.Next(limit);
#pragma warning restore CA5394

    public bool Chance(double probability) => Next() < probability;

    public T Pick<T>(params T[] choices) => choices[Below(choices.Length)];

    /// <summary>A waiting time with this mean: mostly short, now and then long.</summary>
    public Duration Wait(double meanHours) => Duration.FromSeconds((long)(-Math.Log(1 - Next()) * meanHours * 3600) + 1);

    /// <summary>How often something happens that goes on with this probability each time.</summary>
    public int Times(double goesOn)
    {
        var times = 0;
        while (times < 40 && Chance(goesOn))
        {
            times++;
        }

        return times;
    }

    public string Code() => "LAMP-" + string.Concat(Enumerable.Range(0, 5).Select(_ => Letters[Below(Letters.Length)]));
}
