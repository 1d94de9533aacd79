using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Guards;
using Referrals.Rewards;
using Referrals.Rewards.Plans;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Asks every incentive rule about a conversion of a referred customer, and writes what they grant.</summary>
internal sealed class ConversionRewards
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly QualificationContext _context;
    private readonly ReferralState _referral;
    private readonly DraftRuleState _state;
    private readonly Check _qualification;
    private readonly List<CountedTally> _counted = [];

    private ConversionRewards(DecisionDraft draft, CustomerState customer, ConversionState conversion)
    {
        _draft = draft;
        _referral = customer.Referral!;
        draft.Program = draft.Programs.For(_referral.ProgramVersion);
        _plan = draft.Plans.For(_referral.ProgramVersion);
        _context = RewardContexts.Of(draft, _plan, customer, _referral, conversion);
        _state = new DraftRuleState(draft, _plan, _context, conversion.Counted);
        _qualification = conversion.FullyRefunded
            ? Check.Of(RewardCodes.Refunded, passed: false, "refunded in full", "a conversion that stands")
            : _plan.Qualification(_context, _state);
    }

    /// <returns>Whether anything was granted.</returns>
    internal static bool Decide(DecisionDraft draft, CustomerId customerId, ConversionState conversion)
    {
        var rewards = new ConversionRewards(draft, draft.Read<CustomerState>(StateKeys.Customer(customerId))!, conversion);
        var granted = false;
        foreach (var group in rewards._plan.Groups)
        {
            granted |= group.Precedence switch
            {
                Precedence.First => rewards.First(group),
                Precedence.Best => rewards.Best(group),
                _ => rewards.All(group),
            };
        }

        rewards.TryOutShadows();
        rewards.Count(conversion);
        return granted;
    }

    private bool All(RankedGroup group)
    {
        var granted = false;
        foreach (var rule in group.Rules)
        {
            granted |= Ask(_plan.Rules[rule]);
        }

        return granted;
    }

    private bool First(RankedGroup group)
    {
        var granted = false;
        foreach (var rule in group.Rules)
        {
            if (granted)
            {
                Outrank(_plan.Rules[rule]);
            }
            else
            {
                granted = Ask(_plan.Rules[rule]);
            }
        }

        return granted;
    }

    /// <summary>The rule that grants most in all, over all who share its reward.</summary>
    private bool Best(RankedGroup group)
    {
        var (winner, most) = (-1, 0L);
        foreach (var rule in group.Rules)
        {
            var total = 0L;
            foreach (var (owner, part) in RewardOwners.Of(_draft, _plan.Rules[rule].Incentive, _referral, _context.Referee))
            {
                _ = Explain(_plan.Rules[rule], owner, part, out var outcome);
                total += outcome.IsGranted ? outcome.MinorUnits + outcome.RaiseMinorUnits : 0;
            }

            (winner, most) = total > most ? (rule, total) : (winner, most);
        }

        var granted = false;
        foreach (var rule in group.Rules)
        {
            if (winner < 0 || rule == winner)
            {
                granted |= Ask(_plan.Rules[rule]);
            }
            else
            {
                Outrank(_plan.Rules[rule]);
            }
        }

        return granted;
    }

    private bool Ask(RulePlan rule)
    {
        var granted = false;
        var first = true;
        foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
        {
            var check = Explain(rule, owner, part, out var outcome);
            _draft.Tell(check);
            Note(rule, outcome, owner, first);
            first = false;
            if (outcome.IsGranted)
            {
                RewardWriting.Grant(_draft, _plan, rule, outcome, owner, part, _context);
                granted = true;
            }
            else
            {
                NotRewarded(rule, outcome.Code);
            }
        }

        return granted;
    }

    /// <summary>Explains a rule that another one has won against. What it would have granted still counts for its tiers.</summary>
    private void Outrank(RulePlan rule)
    {
        var first = true;
        foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
        {
            var check = Explain(rule, owner, part, out var outcome);
            Note(rule, outcome, owner, first);
            first = false;
            if (outcome.IsGranted)
            {
                var outranked = Check.Of(RewardCodes.Outranked, passed: false, check.Actual, "the rule that wins");
                _draft.Tell(IncentivePlan.Tree(rule, new IncentiveOutcome(Refusals.Outranked), [.. check.Children, outranked]));
                NotRewarded(rule, RewardCodes.Outranked);
            }
            else
            {
                _draft.Tell(check);
                NotRewarded(rule, outcome.Code);
            }
        }
    }

    private void TryOutShadows()
    {
        foreach (var rule in _plan.Rules.Where(static rule => rule.Incentive.IsShadow))
        {
            var first = true;
            foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
            {
                var check = Explain(rule, owner, part, out var outcome);
                Note(rule, outcome, owner, first);
                first = false;
                _draft.Tell(Check.Tree(RewardCodes.Shadow, Verdict.Noted, check.Children, rule.Incentive.Name, check.Actual));
                if (outcome.Amount is { } amount)
                {
                    _draft.Record(Fact(FactKind.ShadowReward, rule) with
                    {
                        Customer = owner,
                        Amount = outcome.Raise is { } raise ? amount + raise : amount,
                        Code = rule.Incentive.Side.ToString(),
                    });
                }
            }
        }
    }

    private Check Explain(RulePlan rule, CustomerId owner, Rewards.Parts.CreditPart part, out IncentiveOutcome outcome) =>
        IncentivePlan.Explain(rule, new Qualification.Plans.RuleScope(_context, _state, owner), part, _qualification, out outcome);

    /// <summary>What a rule leads to besides its reward: counts for its tiers, a tier that is reached, a budget that is used up.</summary>
    private void Note(RulePlan rule, in IncentiveOutcome outcome, CustomerId owner, bool first)
    {
        if (outcome.IsQualified)
        {
            _counted.AddRange(TallyCounting.CountQualified(_draft, _plan, rule, _context, owner, first));
            _counted.AddRange(TallyCounting.CountRaised(_draft, _plan, rule, outcome, _context, owner));
            if (first && TallyCounting.CountEarned(_draft, _plan, rule, outcome, _context, owner) is { } earned)
            {
                _counted.Add(earned);
            }
        }

        if (outcome.TierReached > 0)
        {
            _draft.Record(Fact(FactKind.TierReached, rule) with
            {
                Customer = owner,
                Code = rule.Incentive.TierName(outcome.TierReached),
            });
        }

        if (outcome.Code == RewardCodes.BudgetUsedUp)
        {
            UsedUp(rule);
        }
    }

    private void UsedUp(RulePlan rule)
    {
        foreach (var budget in rule.Budgets)
        {
            var key = StateKeys.BudgetUsedUp(budget.Budget.Amount.Unit);
            if (_draft.ReadNumber(key) == 0 && rule.Incentive.Units.Count == 1)
            {
                _draft.Add(key, 1, maximum: 1);
                _draft.Record(Fact(FactKind.BudgetExhausted, rule) with { Customer = null, Subject = null, Amount = budget.Budget.Amount });
            }
        }
    }

    private void NotRewarded(RulePlan rule, string code) =>
        _draft.Record(Fact(FactKind.ConversionNotRewarded, rule) with { Code = code });

    private Fact Fact(FactKind kind, RulePlan rule) => new()
    {
        Kind = kind,
        OccurredAt = _context.OccurredAt,
        Customer = _context.Referee,
        Referrer = _context.Referrer,
        Segment = _context.Segment,
        Subject = _context.Conversion.Id,
        Rule = rule.Incentive.Name,
    };

    private void Count(ConversionState conversion)
    {
        _counted.AddRange(TallyCounting.CountReferred(_draft, _plan, _context));
        if (_counted.Count == 0)
        {
            return;
        }

        var key = StateKeys.Conversion(conversion.Conversion.Id);
        var stored = _draft.Read<ConversionState>(key)!;
        var counted = stored.Counted.Concat(_counted).ToValueList();
        if (stored.Refunded > 0)
        {
            var whole = conversion.Conversion.Amount!.Value.MinorUnits;
            counted = TallyCounting.Return(_draft, counted, conversion.Conversion.Id, stored.Refunded, whole);
        }

        _draft.Write(key, stored with { Counted = counted });
    }
}
