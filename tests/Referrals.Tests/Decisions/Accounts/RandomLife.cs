using NodaTime;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>A random program in which rewards have every kind of life, and a random history of all that can happen to them.</summary>
internal sealed class RandomLife
{
    private static readonly string[] Names = ["ann", "ben", "cid", "dee"];
    private readonly Random _random;
    private readonly List<ReferralInput> _told = [];
    private readonly Instant _start;
    private int _number;

    internal RandomLife(int seed, int steps = 70)
    {
        _random = new Random(seed);
        Program = RandomProgram();
        Scenario = new ReferralScenario(Program);
        _start = Scenario.Now;
        _ = Scenario.Enroll("ann");
        foreach (var name in Names.Skip(1))
        {
            _ = Scenario.SignUp(name, referredBy: "ann");
        }

        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        Pass(Duration.Zero);
    }

    internal ReferralProgram Program { get; }

    internal ReferralScenario Scenario { get; }

    internal IReadOnlyList<ReferralInput> Told => _told;

    /// <summary>The inputs with those that came before the steps.</summary>
    internal IEnumerable<ReferralInput> All => Names.Skip(1)
        .Select(static name => (ReferralInput)SignUp.Of(Customer(name)).ReferredBy(Customer("ann")))
        .Prepend(Enrollment.Of(Customer("ann")))
        .Select(input => input.At(_start))
        .Concat(_told);

    internal static IEnumerable<CustomerId> Customers => Names.Select(Customer);

    private bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Refunds all that is left of every conversion, in a random order of parts.</summary>
    internal void RefundEverything()
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var order in Enumerable.Range(1, _number).OrderBy(_ => _random.Next()))
            {
                _ = round == 0
                    ? Tell(Refund.Of($"last-{order}", $"o{order}", Usd(_random.Next(1, 500) / 100m)))
                    : Tell(Refund.OfWhole($"whole-{order}", $"o{order}"));
            }
        }
    }

    /// <summary>Takes back all that was granted by hand.</summary>
    internal void ClawBackByHand()
    {
        foreach (var grant in Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted && fact.Rule == ManualReward.Rule).ToArray())
        {
            _ = Tell(Clawback.Of(RewardId.From(grant.Subject!), "max", "all goes back"));
        }
    }

    private ReferralProgram RandomProgram() => ReferralProgram.Create("life", p =>
    {
        _ = p.Round((RoundingMode)_random.Next(4));
        foreach (var name in new[] { "one", "two" })
        {
            _ = p.RewardReferrer(r =>
            {
                _ = Chance(50) ? r.Flat(_random.Next(1, 30), "USD") : r.PercentOf(_random.Next(1, 40), "USD");
                Live(r.Named(name));
            });
        }

        _ = p.RewardReferee(r => Live(r.PercentOf(_random.Next(1, 90), "USD")));
        _ = Chance(50) ? p.WriteOffShortfalls() : p;
        _ = Chance(50) ? p.UseSoonestExpiryFirst() : p;
        _ = Chance(50) ? p.PayOut(RandomPayout()) : p;
        _ = Chance(50) ? p.ReviewManualRewardsAbove(_random.Next(0, 12), "USD") : p;
    });

    private void Live(Referrals.IncentiveBuilder r)
    {
        _ = Chance(40) ? r.HeldFor(TimePeriod.Days(_random.Next(1, 10))) : r;
        _ = Chance(40) ? r.Reviewed(within: TimePeriod.Days(_random.Next(1, 8)), whenOverdue: (WhenOverdue)_random.Next(2)) : r;
        _ = _random.Next(5) switch
        {
            0 => r.ExpiresAfter(TimePeriod.Days(_random.Next(1, 20))),
            1 => r.ExpiresAfter(TimePeriod.Months(1)),
            2 => r.ExpiresOn(new LocalDate(2026, 3, _random.Next(2, 31))),
            3 => r.ExpiresAfterInactivity(TimePeriod.Days(_random.Next(1, 12))),
            _ => r,
        };
        _ = Chance(10) ? r.KeptOnRefund() : r;
    }

    private PayoutRule RandomPayout()
    {
        var rule = PayoutRule.From(Usd(_random.Next(2, 12)));
        return _random.Next(3) switch
        {
            0 when Chance(30) => rule.WithFee(Usd(_random.Next(1, 200) / 100m), FeeBearer.Owner).GivingFeeBack(),
            0 => rule.WithFee(Usd(_random.Next(1, 200) / 100m), (FeeBearer)_random.Next(2)),
            1 => rule.WithFee(Percentage.Of(_random.Next(1, 50)), (FeeBearer)_random.Next(2)),
            _ => rule,
        };
    }

    private void Step()
    {
        var customer = Customer(Names[_random.Next(Names.Length)]);
        var batch = "b" + _random.Next(4);
        var order = $"o{_random.Next(1, _number + 2)}";
        switch (_random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                _ = Tell(Conversion.Of(customer, $"o{++_number}", "purchase", Usd(_random.Next(1, 9_999) / 100m)));
                break;
            case 4 or 5:
                _ = Tell(Redemption.Of($"r{_told.Count}", customer, Usd(_random.Next(1, 2_000) / 100m)));
                break;
            case 6:
                var start = Chance(50) ? PayoutStart.Of(batch, customer, Unit.Parse("USD")) : PayoutStart.Of(batch, customer, Usd(_random.Next(1, 1_500) / 100m));
                _ = Tell(Chance(50) ? start.WithKey($"k{_told.Count}") : start);
                break;
            case 7:
                _ = SomePayout() is { } arrived ? Tell(PayoutConfirmation.Of(arrived).WithKey($"k{_told.Count}")) : null;
                break;
            case 8:
                _ = SomePayout() is { } gone
                    ? Tell(Chance(50) ? PayoutFailure.Of(gone, "closed").WithKey($"k{_told.Count}") : PayoutReturn.Of(gone, "closed").WithKey($"k{_told.Count}"))
                    : null;
                break;
            case 9:
                _ = Tell(Refund.Of($"f{_told.Count}", order, Usd(_random.Next(1, 4_000) / 100m)));
                break;
            case 10:
                _ = Chance(50) ? Tell(Refund.OfWhole($"f{_told.Count}", order)) : null;
                break;
            case 11:
                Review();
                break;
            case 12:
                GiveBack();
                break;
            case 13:
                ByHand(customer);
                break;
            default:
                Pass(Duration.FromHours(_random.Next(1, 120)));
                break;
        }
    }

    /// <summary>One of the latest payouts, whether it is still on its way or has ended.</summary>
    private PayoutId? SomePayout()
    {
        var started = Scenario.Facts.Where(fact => fact.Kind == FactKind.PayoutStarted).TakeLast(6).ToArray();
        return started.Length == 0 ? null : PayoutId.From(started[_random.Next(started.Length)].Subject!);
    }

    internal IEnumerable<PayoutState> Payouts(CustomerId customer) =>
        Scenario.State.Entries.Values.Select(entry => entry.Value).OfType<PayoutState>().Where(payout => payout.Owner == customer);

    /// <summary>Cancels one of the latest redemptions, whole or in part; some are cancelled already, or less is left.</summary>
    private void GiveBack()
    {
        var redeemed = Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardRedeemed).TakeLast(4).ToArray();
        if (redeemed.Length > 0)
        {
            var one = redeemed[_random.Next(redeemed.Length)];
            _ = Tell(Chance(50)
                ? RedemptionCancellation.Of($"g{_told.Count}", one.Subject!)
                : RedemptionCancellation.Of($"g{_told.Count}", one.Subject!, Usd(_random.Next(1, 1_000) / 100m)));
        }
    }

    /// <summary>Grants a reward by hand, which may wait for a second person, or takes one of the latest rewards back.</summary>
    private void ByHand(CustomerId customer)
    {
        var grants = Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted).ToArray();
        if (grants.Length == 0 || Chance(60))
        {
            var reward = ManualReward.Of($"m{_told.Count}", customer, Usd(_random.Next(1, 2_000) / 100m), "eve", "goodwill");
            _ = Tell(Chance(30) ? reward.ExpiringAt(Scenario.Now + Duration.FromDays(_random.Next(1, 20))) : reward);
            _ = Chance(50) ? Tell(RewardReview.Of(reward.Reward).Approve().DecidedBy("max")) : null;
        }
        else
        {
            _ = Tell(Clawback.Of(RewardId.From(grants[^(1 + _random.Next(Math.Min(5, grants.Length)))].Subject!), "eve", "abuse"));
        }
    }

    private void Review()
    {
        var grants = Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted).ToArray();
        if (grants.Length > 0)
        {
            var reward = RewardReview.Of(RewardId.From(grants[^(1 + _random.Next(Math.Min(5, grants.Length)))].Subject!));
            _ = Tell(Chance(60) ? reward.Approve() : reward.Reject("doubtful"));
        }
    }

    internal void Pass(Duration duration)
    {
        var end = Scenario.Now + duration;
        while (Scenario.State.Due(end).FirstOrDefault() is { } due)
        {
            Xunit.Assert.True(Tell(due).IsAccepted, "What came due was refused.");
        }

        Scenario.PassUntil(end);
    }

    private Referrals.Decision Tell(ReferralInput input)
    {
        var stamped = input.OccurredAt is null ? input.At(Scenario.Now) : input;
        _told.Add(stamped);
        return Scenario.Tell(stamped);
    }

    internal AccountState? Account(CustomerId customer) =>
        Scenario.State.TryFind(StateKeys.Account(Unit.Parse("USD"), customer), out var entry) ? entry.Value as AccountState : null;

    internal RewardState Reward(string id) =>
        Scenario.State.TryFind(StateKeys.Reward(RewardId.From(id)), out var entry) ? (RewardState)entry.Value! : throw new KeyNotFoundException(id);
}
