using BenchmarkDotNet.Attributes;
using NodaTime;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Benchmarks;

/// <summary>
/// One purchase of a referred customer: five conditions, two rules, a cap, postings, facts and the complete explanation, beside the
/// same arithmetic as an if-chain that a developer would write by hand and that explains nothing.
/// </summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private readonly Conversion _purchase = Conversion
        .Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "USD"))
        .At(Start + Duration.FromDays(2));

    private readonly Conversion _tooSmall = Conversion
        .Of(CustomerId.From("bob"), "order-2", "purchase", Amount.Of(8, "USD"))
        .At(Start + Duration.FromDays(2));

    private ReferralDecider _decider = null!;
    private ProgramState _state = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var program = ReferralProgram.Create("bench", p => p
            .Qualify(q => q.On("purchase").First().AtLeast(50, "USD").Within(TimePeriod.Days(60)))
            .RewardReferrer(r => r.PercentOf(10, "USD", ceiling: 20).AtMost(500, "USD").HeldFor(TimePeriod.Days(14)))
            .RewardReferee(r => r.Flat(10, "USD")));
        _decider = new ReferralDecider(program);
        _state = ProgramState.Empty;
        var code = CodeGenerator.Next(program.Codes, new SeededRandomness(1));
        Tell(Enrollment.Of(CustomerId.From("alice")).At(Start), [code]);
        Tell(SignUp.Of(CustomerId.From("bob")).ReferredBy(CustomerId.From("alice")).At(Start + Duration.FromDays(1)), []);

        void Tell(ReferralInput input, IReadOnlyList<ReferralCode> codes) =>
            _state = _state.After(_decider.Decide(_state, input, codes));
    }

    [Benchmark(Baseline = true, Description = "if-chain, no explanation")]
    public (decimal Referrer, decimal Referee) IfChain() => Reward(_purchase, ordinal: 1, Start, used: 0);

    [Benchmark(Description = "Decide: rewarded, explained, posted")]
    public Decision Rewarded() => _decider.Decide(_state, _purchase);

    [Benchmark(Description = "Decide: refused by a condition, explained")]
    public Decision Refused() => _decider.Decide(_state, _tooSmall);

    private static (decimal Referrer, decimal Referee) Reward(Conversion purchase, int ordinal, Instant signedUpAt, decimal used)
    {
        if (purchase.Name != "purchase" || ordinal != 1 || purchase.Amount is not { } amount || amount.Unit.Code != "USD")
        {
            return default;
        }

        if (amount.Value < 50 || purchase.OccurredAt!.Value - signedUpAt >= Duration.FromDays(60))
        {
            return default;
        }

        var share = Math.Min(20, Math.Round(amount.Value * 0.10m, 2, MidpointRounding.AwayFromZero));
        return (Math.Min(share, 500 - used), 10);
    }
}
