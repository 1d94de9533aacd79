using NodaTime;
using Referrals.Explanations;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>A plan without explanation decides rule by rule what the plan with explanation says, over random programs and counts.</summary>
public sealed class PlanAgreementTests
{
    [Fact]
    public void Outcomes_agree_with_their_explanations()
    {
        var codes = new HashSet<string>();
        for (var seed = 0; seed < 1_500; seed++)
        {
            var random = new Random(seed);
            var rules = new RandomRules(random);
            var program = rules.Draw();
            var plan = IncentivePlan.For(program);
            var context = Context(program, rules.Money, random);
            var state = new RandomState(random.Next());
            var outcomes = new IncentiveOutcome[program.Incentives.Count];
            var granted = plan.Decide(context, state, outcomes);
            var checks = plan.Explain(context, state);

            Assert.Equal(granted, program.Incentives.Select((rule, i) => (rule, outcomes[i])).Count(each => !each.rule.IsShadow && each.Item2.IsGranted));
            for (var i = 0; i < outcomes.Length; i++)
            {
                Agree(outcomes[i], checks[i], seed);
                _ = codes.Add(outcomes[i].Code);
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                RewardCodes.Granted, RewardCodes.Conditions, RewardCodes.Outranked, RewardCodes.CapReached, RewardCodes.BudgetUsedUp,
                RewardCodes.BelowTiers, RewardCodes.NoMilestone, RewardCodes.PaymentsOver, RewardCodes.StageNotReached,
            },
            codes);
    }

    private static void Agree(IncentiveOutcome outcome, Check check, int seed)
    {
        var amount = outcome.Amount is { } own ? outcome.Raise is { } raise ? own + raise : own : default(Amount?);
        if (outcome.Code == RewardCodes.Outranked)
        {
            Assert.Equal(Verdict.Passed, check.Verdict);
        }
        else if (outcome.Code == RewardCodes.Conditions)
        {
            Assert.Equal(Verdict.Failed, check.Verdict);
            Assert.StartsWith("condition.", check.Reason.Code, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(outcome.IsGranted == (check.Verdict == Verdict.Passed), $"Seed {seed}: {outcome.Code}, {check.Reason.Code}");
            Assert.Equal(amount, (Amount?)check.Found.Value);
            Assert.Equal(outcome.IsGranted ? RewardCodes.Granted : check.Reason.Code, outcome.Code);
        }
    }

    private static QualificationContext Context(ReferralProgram program, Unit money, Random random)
    {
        var at = Day(random.NextDouble() * 200);
        var amount = Amount.FromMinorUnits(random.Next(1, 9_000), money);
        var conversion = Conversion.Of(Customer("bob"), "o1", random.Next(4) == 0 ? "app.installed" : "purchase", amount).At(at);
        conversion = random.Next(2) == 0 ? conversion.With("plan", "pro").With("seats", "4") : conversion;
        conversion = random.Next(2) == 0 ? conversion.WithLine(ProductLine.Of("sku", amount).With("category", "shoes")) : conversion;
        conversion = random.Next(2) == 0 ? conversion.OfDeal("deal", Amount.FromMinorUnits(20_000, money)) : conversion;
        return new QualificationContext(
            conversion, random.Next(1, 5), Customer("bob"), Customer("ann"), Day(0), program.Zone, random.Next(2) == 0 ? "smb" : null)
        {
            AmountBase = program.AmountBase,
            FirstAt = Instant.Min(at, Day(2)),
            EventCounts = new Dictionary<string, int> { ["app.installed"] = random.Next(2) },
        };
    }

    /// <summary>Any number in any slot, always the same one for the same slot and customer.</summary>
    private sealed class RandomState(int seed) : IRuleState
    {
        public long Tally(int slot, CustomerId owner) => new Random(HashCode.Combine(seed, slot, owner.Value.Length)).Next(4) switch
        {
            0 => 0,
            1 => slot % 7,
            _ => ((seed % 2_000) + (slot * 37)) % 2_000,
        };

        public string? Choice(string rule, CustomerId owner) => (seed % 3) switch { 0 => "one", 1 => "two", _ => null };
    }
}
