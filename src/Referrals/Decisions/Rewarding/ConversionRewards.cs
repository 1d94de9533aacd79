using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>Asks rules about a conversion.</summary>
internal interface IRuleAsking
{
    /// <summary>What a rule would grant in all.</summary>
    long Total(RulePlan rule);

    /// <summary>Asks a rule; says whether it grants anything.</summary>
    bool Ask(RulePlan rule);

    /// <summary>Leaves out a rule that another one has won against.</summary>
    void Outrank(RulePlan rule);
}

/// <summary>Asks rules by functions.</summary>
internal sealed class RuleAsking(Func<RulePlan, long> total, Func<RulePlan, bool> ask, Action<RulePlan> outrank) : IRuleAsking
{
    public long Total(RulePlan rule) => total(rule);

    public bool Ask(RulePlan rule) => ask(rule);

    public void Outrank(RulePlan rule) => outrank(rule);
}

/// <summary>Which of several rules are granted: all of them, the first that grants anything, or the one that grants most.</summary>
internal static class RulePrecedence
{
    /// <param name="plan">The rules.</param>
    /// <param name="isSignUp">Whether those are asked that a sign-up concerns, instead of those that a conversion does.</param>
    /// <param name="asking">Asks a rule.</param>
    /// <returns>Whether anything is granted.</returns>
    internal static bool Decide(IncentivePlan plan, bool isSignUp, IRuleAsking asking)
    {
        var granted = false;
        foreach (var group in plan.Groups)
        {
            var rules = group.AskedBy(isSignUp);
            granted |= group.Precedence switch
            {
                Precedence.First => First(rules, asking),
                Precedence.Best => Best(rules, asking),
                _ => All(rules, asking),
            };
        }

        return granted;
    }

    private static bool All(RulePlan[] rules, IRuleAsking asking)
    {
        var granted = false;
        foreach (var rule in rules)
        {
            granted |= asking.Ask(rule);
        }

        return granted;
    }

    private static bool First(RulePlan[] rules, IRuleAsking asking)
    {
        var granted = false;
        foreach (var rule in rules)
        {
            if (granted)
            {
                asking.Outrank(rule);
            }
            else
            {
                granted = asking.Ask(rule);
            }
        }

        return granted;
    }

    private static bool Best(RulePlan[] rules, IRuleAsking asking)
    {
        var (winner, most) = ((RulePlan?)null, 0L);
        foreach (var rule in rules)
        {
            (winner, most) = asking.Total(rule) is var sum && sum > most ? (rule, sum) : (winner, most);
        }

        var granted = false;
        foreach (var rule in rules)
        {
            if (winner is null || rule == winner)
            {
                granted |= asking.Ask(rule);
            }
            else
            {
                asking.Outrank(rule);
            }
        }

        return granted;
    }
}

/// <summary>Asks every incentive rule about a conversion of a referred customer, and writes what they grant.</summary>
internal sealed class ConversionRewards : IRuleAsking
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly QualificationContext _context;
    private readonly ReferralState _referral;
    private readonly NotedRuleState _state;
    private readonly Check _qualification;
    private readonly List<CountedTally> _counted = [];
    private readonly List<Side> _granted = [];
    private readonly List<RulePlan> _limited = [];
    private readonly List<RulePlan> _usedUp = [];
    private readonly string? _cause;
    private bool _isSplit;

    private ConversionRewards(DecisionDraft draft, CustomerState customer, ConversionState conversion)
    {
        _draft = draft;
        _referral = customer.Referral!;
        draft.Program = draft.Programs.For(_referral.ProgramVersion);
        _plan = draft.Plans.For(_referral.ProgramVersion);
        _context = RewardContexts.Of(draft, _plan, customer, _referral, conversion);
        _state = new NotedRuleState(
            new DraftRuleState(draft, _plan, _context, conversion.Counted, _referral.Credits, _counted), _plan);
        _qualification = conversion.FullyRefunded
            ? Check.Of(RewardCodes.Refunded, passed: false, Phrase.Of("value.refunded_in_full"), Phrase.Of("value.standing_conversion"))
            : _plan.Qualification(_context, _state);
    }

    /// <summary>The rules that are asked when a referral begins to count.</summary>
    private ConversionRewards(DecisionDraft draft, CustomerState customer, string? cause)
    {
        _draft = draft;
        _cause = cause;
        _referral = customer.Referral!;
        draft.Program = draft.Programs.For(_referral.ProgramVersion);
        _plan = draft.Plans.For(_referral.ProgramVersion);
        _context = RewardContexts.OfSignUp(draft, _plan, customer, _referral);
        _state = new NotedRuleState(
            new DraftRuleState(draft, _plan, _context, [], _referral.Credits), _plan);
        _qualification = Check.Note(DecisionCodes.SignUpReferred, CheckValue.Text(_referral.Id.Value));
    }

    /// <summary>Pays the marks of the number of referrals, once a referral counts.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="customer">The referred customer.</param>
    /// <param name="cause">What the rewards are called after where they were paid before and taken back; <c>null</c> at first.</param>
    internal static void DecideSignUp(DecisionDraft draft, CustomerState customer, string? cause = null)
    {
        var plan = draft.Plans.For(customer.Referral!.ProgramVersion);
        if (plan.Rules.Any(static rule => rule.IsBySignUp))
        {
            var program = draft.Program;
            _ = new ConversionRewards(draft, customer, cause).DecideGroups();
            draft.Program = program;
        }
    }

    /// <returns>Whether anything was granted.</returns>
    internal static bool Decide(DecisionDraft draft, CustomerId customerId, ConversionState conversion)
    {
        var rewards = new ConversionRewards(draft, draft.Read<CustomerState>(StateKeys.Customer(customerId))!, conversion);
        var granted = rewards.DecidePair();
        rewards.NoteOtherNumbers();
        rewards.Count(conversion);
        rewards.Keep(conversion.Conversion.Id);
        return granted;
    }

    /// <summary>Keeps what the rules were told, so that they can be asked again when something of the conversion is taken back or corrected.</summary>
    private void Keep(string conversion)
    {
        var key = StateKeys.Conversion(conversion);
        _draft.Write(key, _draft.Read<ConversionState>(key)! with
        {
            Judged = new JudgedState
            {
                Version = _plan.Program.Version == _referral.ProgramVersion ? null : _plan.Program.Version,
                EventCounts = _plan.AsksForEvents ? _context.EventCounts : null,
                Numbers = _state.Told,
            },
        });
    }

    /// <summary>
    /// Notes the numbers that no rule has looked at, since the conversion did not qualify, as they are before it counts: once it is corrected it may
    /// qualify, and is judged on what was then.
    /// </summary>
    private void NoteOtherNumbers()
    {
        foreach (var rule in _plan.Rules)
        {
            if (rule.Numbers.Length == 0 || rule.IsBySignUp)
            {
                continue;
            }

            foreach (var (owner, _) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
            {
                foreach (var slot in rule.Numbers)
                {
                    _state.Note(slot, owner);
                }
            }
        }
    }

    /// <summary>Where the program rewards both sides or neither, a limit that leaves one of them without takes the other's too.</summary>
    private bool DecidePair()
    {
        var restore = _draft.Program.Pairs == PairPolicy.Together ? _draft.Saved() : null;
        var granted = DecideGroups();
        if (restore is null || !_limited.Any(rule => !_granted.Contains(rule.Incentive.Side) && _granted.Count > 0))
        {
            return granted;
        }

        restore();
        var usedUp = _usedUp.ToArray();
        _counted.Clear();
        _isSplit = true;
        _ = DecideGroups();
        foreach (var rule in usedUp)
        {
            UsedUp(rule);
        }

        return false;
    }

    private bool DecideGroups()
    {
        var granted = RulePrecedence.Decide(_plan, _context.IsSignUp, this);
        TryOutShadows();
        return granted;
    }

    /// <summary>What a rule grants in all, over all who share its reward.</summary>
    public long Total(RulePlan rule)
    {
        var total = 0L;
        foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
        {
            _ = Explain(rule, owner, part, out var outcome);
            total += outcome.IsGranted ? outcome.MinorUnits + outcome.RaiseMinorUnits : 0;
        }

        return total;
    }

    public bool Ask(RulePlan rule)
    {
        var granted = false;
        var first = true;
        foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
        {
            var check = Explain(rule, owner, part, out var outcome);
            if (_isSplit && outcome.IsGranted)
            {
                var pair = Check.Of(RewardCodes.Pair, passed: false, check.Found, Phrase.Of("value.room_for_both"));
                check = IncentivePlan.Tree(rule, new IncentiveOutcome(Refusals.Pair), [.. check.Children, pair], check.Owner);
                outcome = new IncentiveOutcome(Refusals.Pair, outcome.TierReached) { Computed = outcome.Computed, ComputedRaise = outcome.ComputedRaise };
            }

            if (!_context.IsSignUp || outcome.IsGranted || outcome.TierReached > 0)
            {
                _draft.Tell(check); // That a mark is not reached yet is no answer to a sign-up.
            }

            var reached = ReachedBy(rule, outcome, owner);
            Note(rule, outcome, owner, first);
            first = false;
            if (outcome.Code == RewardCodes.BudgetUsedUp
                || (outcome.Code == RewardCodes.CapReached && rule.Caps.All(static cap => !cap.IsCount)))
            {
                _limited.Add(rule);
            }

            if (outcome.IsGranted)
            {
                _granted.Add(rule.Incentive.Side);
                var rewards = RewardWriting.Grant(_draft, _plan, rule, outcome, owner, part, _context, reached.Count > 0 && rule.PaysFlatMarks, _cause);
                Pay(rule, outcome, reached, owner, rewards.Rewards, rewards.Raises);
                granted = true;
            }
            else
            {
                Pay(rule, outcome, reached, owner, [], []);
                NotRewarded(rule, outcome.Code);
            }
        }

        return granted;
    }

    /// <summary>Explains a rule that another one has won against. What it would have granted still counts for its tiers.</summary>
    public void Outrank(RulePlan rule)
    {
        var first = true;
        foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
        {
            var check = Explain(rule, owner, part, out var outcome);
            Note(rule, outcome, owner, first);
            first = false;
            if (outcome.IsGranted)
            {
                var outranked = Check.Of(RewardCodes.Outranked, passed: false, check.Found, Phrase.Of("value.winning_rule"));
                _draft.Tell(IncentivePlan.Tree(rule, new IncentiveOutcome(Refusals.Outranked), [.. check.Children, outranked], check.Owner));
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
        foreach (var rule in _plan.Shadows)
        {
            if (rule.IsBySignUp != _context.IsSignUp)
            {
                continue;
            }

            var first = true;
            foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _context.Referee))
            {
                var check = Explain(rule, owner, part, out var outcome);
                var reached = ReachedBy(rule, outcome, owner);
                Note(rule, outcome, owner, first);
                Pay(rule, outcome, reached, owner, [], []);
                first = false;
                _draft.Tell(Check.Tree(RewardCodes.Shadow, Verdict.Noted, check.Children, rule.Incentive.Name, check.Found));
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

    private Check Explain(RulePlan rule, CustomerId owner, Referrals.CreditPart part, out IncentiveOutcome outcome) =>
        IncentivePlan.Explain(rule, new Referrals.RuleScope(_context, _state, owner), part, _qualification, out outcome);

    /// <summary>The marks that an outcome pays, or that a limit left nothing for; asked before anything is counted.</summary>
    private IReadOnlyList<ReachedMark> ReachedBy(RulePlan rule, in IncentiveOutcome outcome, CustomerId owner) =>
        rule.HasMarks && outcome.TierReached > 0 ? rule.Reached(new Referrals.RuleScope(_context, _state, owner)) : [];

    private void Pay(
        RulePlan rule,
        in IncentiveOutcome outcome,
        IReadOnlyList<ReachedMark> reached,
        CustomerId owner,
        IReadOnlyList<RewardId> rewards,
        IReadOnlyList<RewardId> raises)
    {
        if (!rule.HasMarks && rule.Raise is null)
        {
            return;
        }

        var happened = TallyEvent.Of(_context);
        happened = _referral.Credits.Any(credit => credit.Referrer == owner) ? happened with { Referrer = owner } : happened;
        Marks.Pay(_draft, _plan, rule, reached, happened, owner, rewards);
        if (rule.Raise is not null && outcome.ComputedRaise > 0)
        {
            Marks.Raise(_draft, _plan, rule, outcome.ComputedRaise, happened, owner, raises);
        }
    }

    /// <summary>What a rule leads to besides its reward: counts for its tiers, a tier that is reached, a budget that is used up.</summary>
    private void Note(RulePlan rule, in IncentiveOutcome outcome, CustomerId owner, bool first)
    {
        if (outcome.IsQualified && !_context.IsSignUp)
        {
            _counted.AddRange(TallyCounting.CountQualified(_draft, _plan, rule, _context, owner, first));
            if (first && rule.EndsAfterFirst)
            {
                Began(rule.Incentive.Name);
            }

            if (TallyCounting.CountRaisable(_draft, _plan, rule, outcome, _context, owner) is { } raisable)
            {
                _counted.Add(raisable);
            }

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
            _usedUp.Add(rule);
            UsedUp(rule);
        }
    }

    /// <summary>Keeps when the first payment happened that qualified for a rule.</summary>
    private void Began(string rule)
    {
        var key = StateKeys.Customer(_context.Referee);
        var customer = _draft.Read<CustomerState>(key)!;
        var firsts = customer.Referral!.Firsts;
        if (firsts.FirstOrDefault(first => first.Name == rule) is not { } before || _context.OccurredAt < before.At)
        {
            var others = firsts.Where(first => first.Name != rule);
            var began = new NamedInstant { Name = rule, At = _context.OccurredAt };
            _draft.Write(key, customer with { Referral = customer.Referral with { Firsts = others.Append(began).ToValueList() } });
        }
    }

    private void UsedUp(RulePlan rule)
    {
        foreach (var budget in rule.Budgets)
        {
            var key = StateKeys.BudgetUsedUp(budget.Budget.Amount.Unit);
            if (_draft.ReadNumber(key) == 0 && rule.HasOneUnit)
            {
                _draft.Add(key, 1, maximum: 1);
                _draft.Record(Fact(FactKind.BudgetExhausted, rule) with { Customer = null, Subject = null, Rule = null, Amount = budget.Budget.Amount });
            }
        }
    }

    private void NotRewarded(RulePlan rule, string code)
    {
        if (!_context.IsSignUp)
        {
            _draft.Record(Fact(FactKind.ConversionNotRewarded, rule) with { Code = code });
        }
    }

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
        if (conversion.FullyRefunded)
        {
            return;
        }

        _counted.AddRange(TallyCounting.CountReferred(_draft, _plan, _context, _referral));
        if (_counted.Count == 0)
        {
            return;
        }

        var key = StateKeys.Conversion(conversion.Conversion.Id);
        var stored = _draft.Read<ConversionState>(key)!;
        var counted = _counted.ToValueList();
        if (stored.Refunded > 0)
        {
            var (refunded, whole) = OrderParts.Proportion(_plan.Program.AmountBase, stored);
            counted = TallyCounting.Return(_draft, counted, conversion.Conversion.Id, refunded, whole);
        }

        // The referral keeps it too, so that a rejection can take it back without looking for the conversions.
        var customerKey = StateKeys.Customer(_context.Referee);
        var customer = _draft.Read<CustomerState>(customerKey)!;
        _draft.Write(key, stored with { Counted = stored.Counted.Concat(counted).ToValueList() });
        _draft.Write(customerKey, customer with { Referral = Standing.With(customer.Referral!, counted, _context.Conversion.Id) });
    }
}

/// <summary>Puts together what the rules may ask about a conversion.</summary>
internal static class RewardContexts
{
    internal static QualificationContext Of(
        DecisionDraft draft, IncentivePlan plan, CustomerState customer, ReferralState referral, ConversionState conversion)
    {
        RewardOwners.TellErased(draft, referral);
        var counts = plan.AsksForEvents
            ? customer.Conversions.ToDictionary(static count => count.Name, static count => count.Count, StringComparer.Ordinal)
            : null;
        return Of(draft, plan, customer, referral, conversion, counts, asOf: null);
    }

    /// <summary>What may be asked about a conversion that was decided before, as of then.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="referral">The customer's referral.</param>
    /// <param name="conversion">The conversion.</param>
    /// <param name="judged">What rules were told then.</param>
    internal static QualificationContext Of(
        DecisionDraft draft,
        IncentivePlan plan,
        CustomerState customer,
        ReferralState referral,
        ConversionState conversion,
        JudgedState judged) => Of(draft, plan, customer, referral, conversion, judged.EventCounts, conversion.At);

    private static QualificationContext Of(
        DecisionDraft draft,
        IncentivePlan plan,
        CustomerState customer,
        ReferralState referral,
        ConversionState conversion,
        IReadOnlyDictionary<string, int>? counts,
        Instant? asOf)
    {
        var name = conversion.Conversion.Name;
        var referrer = Referrer(draft, plan, referral);
        return new QualificationContext(
            conversion.Conversion.At(conversion.At),
            conversion.Ordinal,
            customer.Customer,
            referral.Referrer,
            customer.SignedUpAt!.Value,
            plan.Calendar.Zone,
            asOf is { } then ? customer.SegmentAt(then) : customer.Segment)
        {
            Calls = draft,
            AmountBase = plan.Program.AmountBase,
            FirstAt = CustomerHistory.FirstOf(draft, customer, name) ?? conversion.At,
            Firsts = referral.Firsts.Count == 0
                ? NoFirsts
                : referral.Firsts.ToDictionary(static first => first.Name, static first => first.At, StringComparer.Ordinal),
            RefereeAttributes = NamedText.ToDictionary(customer.Attributes),
            ReferrerAttributes = referrer is null ? InputAttributes.None : NamedText.ToDictionary(referrer.Attributes),
            ReferrerSegment = asOf is { } at ? referrer?.SegmentAt(at) : referrer?.Segment,
            ReferrerSince = referrer?.EnrolledAt,
            Code = referral.Code,
            ShareId = referral.ShareId,
            Channel = referral.Channel,
            Evidence = referral.Evidence,
            EventCounts = counts ?? NoCounts,
        };
    }

    private static CustomerState? Referrer(DecisionDraft draft, IncentivePlan plan, ReferralState referral) =>
        plan.AsksForReferrer ? draft.Read<CustomerState>(StateKeys.Customer(referral.Referrer)) : null;

    /// <summary>What may be asked about a referral that begins to count. Rules that look at conversions are never asked about it.</summary>
    internal static QualificationContext OfSignUp(DecisionDraft draft, IncentivePlan plan, CustomerState customer, ReferralState referral)
    {
        var referrer = Referrer(draft, plan, referral);
        return new QualificationContext(
            Conversion.Of(customer.Customer, customer.Customer.Value, "sign-up").At(referral.CreatedAt),
            ordinal: 1,
            customer.Customer,
            referral.Referrer,
            customer.SignedUpAt!.Value,
            plan.Calendar.Zone,
            customer.Segment)
        {
            Calls = draft,
            IsSignUp = true,
            RefereeAttributes = NamedText.ToDictionary(customer.Attributes),
            ReferrerAttributes = referrer is null ? InputAttributes.None : NamedText.ToDictionary(referrer.Attributes),
            ReferrerSegment = referrer?.Segment,
            ReferrerSince = referrer?.EnrolledAt,
            Code = referral.Code,
            ShareId = referral.ShareId,
            Channel = referral.Channel,
            Evidence = referral.Evidence,
        };
    }

    private static readonly IReadOnlyDictionary<string, int> NoCounts = new Dictionary<string, int>();

    private static readonly IReadOnlyDictionary<string, Instant> NoFirsts = new Dictionary<string, Instant>();
}

/// <summary>Who gets a rule's reward: the referee; or the referrer, those above, or each of those among whom the referral is split.</summary>
internal static class RewardOwners
{
    /// <summary>Those who get it. Whoever was erased gets nothing: nobody could receive it, and it would use up budgets and caps.</summary>
    internal static (CustomerId Owner, CreditPart Part)[] Of(
        DecisionDraft draft, Incentive incentive, ReferralState referral, CustomerId referee)
    {
        if (incentive.Levels is { } levels)
        {
            return [.. Levels(draft, levels, referral)];
        }

        if (incentive.Side == Side.Referee || referral.Credits.Count == 0)
        {
            var owner = incentive.Side == Side.Referee ? referee : referral.Referrer;
            return CustomerHistory.IsErased(draft, owner) ? [] : [(owner, default)];
        }

        double[] weights = [.. referral.Credits.Select(static credit => credit.Weight)];
        var owners = new List<(CustomerId Owner, CreditPart Part)>(weights.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            if (!CustomerHistory.IsErased(draft, referral.Credits[i].Referrer))
            {
                owners.Add((referral.Credits[i].Referrer, new CreditPart(weights, i)));
            }
        }

        return [.. owners];
    }

    /// <summary>Says once for a conversion who of those that it would reward was erased.</summary>
    internal static void TellErased(DecisionDraft draft, ReferralState referral)
    {
        if (referral.Credits.Count == 0)
        {
            TellErased(draft, referral.Referrer);
        }

        foreach (var credit in referral.Credits)
        {
            TellErased(draft, credit.Referrer);
        }
    }

    private static void TellErased(DecisionDraft draft, CustomerId referrer)
    {
        if (CustomerHistory.IsErased(draft, referrer))
        {
            draft.Tell(Check.Of(RewardCodes.OwnerErased, passed: false, Phrase.Of("value.was_erased", referrer), Phrase.Of("value.possible_owner")));
        }
    }

    private static List<(CustomerId Owner, CreditPart Part)> Levels(DecisionDraft draft, UplineLevels levels, ReferralState referral)
    {
        var owners = new List<(CustomerId Owner, CreditPart Part)>(levels.Count);
        for (var (i, next) = (0, (CustomerId?)referral.Referrer); i < levels.Count && next is { } owner; i++)
        {
            if (!CustomerHistory.IsErased(draft, owner))
            {
                owners.Add((owner, new CreditPart(levels, i)));
            }

            next = draft.Read<CustomerState>(StateKeys.Customer(owner))?.Referral?.Referrer;
        }

        return owners;
    }
}
