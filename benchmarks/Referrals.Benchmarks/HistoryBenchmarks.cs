using BenchmarkDotNet.Attributes;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>
/// One more conversion after a history of that length: of a customer with so many orders, and of the newest of so many friends of one referrer.
/// What it shows is that neither the time nor the bytes allocated grow with the history.
/// </summary>
[MemoryDiagnoser]
public class HistoryBenchmarks
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private readonly Dictionary<bool, ReferralEngine> _engines = [];
    private int _next;

    /// <summary>How much has happened before.</summary>
    [Params(1, 1_000, 100_000)]
    public int History { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        foreach (var friends in (bool[])[false, true])
        {
            var program = ReferralProgram.Create("bench", p => p
                .RewardReferrer(r => r.PercentOf(10, "USD", ceiling: 20))
                .RewardReferee(r => r.Flat(1, "USD")));
            var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
            _engines[friends] = engine;
            _ = await engine.EnrollAsync((Enrollment)Enrollment.Of(CustomerId.From("alice")).At(Start)).ConfigureAwait(false);
            await SignUpAsync(engine, "bob").ConfigureAwait(false);
            for (var i = 0; i < History; i++)
            {
                if (friends)
                {
                    await SignUpAsync(engine, $"friend-{i}").ConfigureAwait(false);
                }

                _ = await ConvertAsync(engine, friends ? $"friend-{i}" : "bob").ConfigureAwait(false);
            }
        }
    }

    [Benchmark(Description = "the next conversion of a customer")]
    public async Task<bool> CustomerAsync() => await ConvertAsync(_engines[false], "bob").ConfigureAwait(false);

    [Benchmark(Description = "the next friend of a referrer signs up and buys")]
    public async Task<bool> ReferrerAsync()
    {
        var friend = $"later-{_next}";
        await SignUpAsync(_engines[true], friend).ConfigureAwait(false);
        return await ConvertAsync(_engines[true], friend).ConfigureAwait(false);
    }

    private static async Task SignUpAsync(ReferralEngine engine, string customer) => _ = await engine.SignUpAsync(
        (SignUp)SignUp.Of(CustomerId.From(customer)).ReferredBy(CustomerId.From("alice")).At(Start)).ConfigureAwait(false);

    private async Task<bool> ConvertAsync(ReferralEngine engine, string customer)
    {
        var conversion = Conversion.Of(CustomerId.From(customer), $"order-{_next++}", "purchase", Amount.Of(80, "USD"));
        return (await engine.ConvertAsync((Conversion)conversion.At(Start + Duration.FromMilliseconds(_next))).ConfigureAwait(false)).IsAccepted;
    }
}
