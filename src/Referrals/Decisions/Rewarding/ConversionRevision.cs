using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// Asks rules again about a conversion that is no longer what it was, as of the time when it was decided, and corrects what they granted: what is
/// too much is taken back, what is missing is granted. Rewards for milestones follow their number instead.
/// </summary>
internal sealed class ConversionRevision
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly CustomerState _customer;
    private readonly ReferralState _referral;
    private readonly ConversionState _conversion;
    private readonly JudgedState _judged;

    private ConversionRevision(DecisionDraft draft, CustomerState customer, ConversionState conversion)
    {
        _draft = draft;
        _customer = customer;
        _referral = customer.Referral!;
        _conversion = conversion;
        _judged = conversion.Judged!;
        _plan = draft.Plans.Of(_referral, _judged);
    }

    /// <summary>What the rules make of a conversion as it stands now; <c>null</c> where none of them is asked again.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="conversion">The conversion, with all that was refunded of it.</param>
    internal static RevisedRewards? Ask(DecisionDraft draft, ConversionState conversion) =>
        Of(draft, conversion) is { } revision && revision._plan.Rules.Any(revision.Revises) ? revision.Ask() : null;

    /// <summary>What is left of a conversion, as of when it was decided; <c>null</c> where no rule can be asked about it.</summary>
    internal static QualificationContext? Left(DecisionDraft draft, ConversionState conversion) =>
        Of(draft, conversion)?.Context(OrderParts.Left(conversion.Conversion, conversion.Refunds));

    private static ConversionRevision? Of(DecisionDraft draft, ConversionState conversion)
    {
        if (conversion.Judged is null || draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer))
            is not { SignedUpAt: not null, Referral.IsRejected: false } customer)
        {
            return null;
        }

        var revision = new ConversionRevision(draft, customer, conversion);
        return revision.IsErased() ? null : revision;
    }

    /// <summary>
    /// Whether a rule is asked again: after a refund where its policy says so, after other corrections always. Those for milestones, stages of a deal and
    /// steps that raise earlier rewards follow their numbers.
    /// </summary>
    private bool Revises(RulePlan rule) => rule is { HasMarks: false, Raise: null, EarnedSlot: < 0, IsBySignUp: false, Incentive.IsShadow: false }
        && (_conversion.IsCorrected || rule.Incentive.OnRefund == RefundPolicy.Recompute);

    /// <summary>Whether what rules may have asked of a person is gone.</summary>
    private bool IsErased() => _customer.ErasedAt is not null
        || (_plan.AsksForReferrer && CustomerHistory.IsErased(_draft, _referral.Referrer));

    private RevisedRewards Ask()
    {
        var program = _draft.Program;
        _draft.Program = _plan.Program;
        var left = Context(OrderParts.Left(_conversion.Conversion, _conversion.Refunds));
        var then = new JudgedRuleState(_judged, _plan, _draft);
        var should = Should(left, () => new NumbersOfThen(_draft, _plan, left, _referral, then), then, "then", tell: true);
        var rewards = Rewards(left, should);
        if (rewards.IsAnyRaised)
        {
            // More than was granted has to fit into the limits of today, and "once" still means once. What a reinstatement makes up for is counted
            // already, so that each conversion is asked with the numbers of its own time.
            var fitting = Fitting(left, rewards, then);
            var displaced = Displaced(should, fitting);
            if (displaced.Count > 0)
            {
                // The rule that went before has no room today, so whoever it displaced is rewarded instead of nobody.
                foreach (var key in should.Keys
                    .Where(key => displaced.Contains(key) || should[key].IsOutranked || fitting.GetValueOrDefault(key).IsOutranked).ToArray())
                {
                    should[key] = fitting.GetValueOrDefault(key);
                }

                rewards = Rewards(left, should);
                fitting = Fitting(left, rewards, then);
            }

            rewards.Limit(key => fitting.GetValueOrDefault(key).MinorUnits);
        }

        _draft.Program = program;
        return rewards;
    }

    private RevisedRewards Rewards(QualificationContext left, Dictionary<(string Rule, CustomerId Earner), ShouldGrant> should)
    {
        var names = _plan.Rules.Where(Revises).Select(static rule => rule.Incentive.Name).ToHashSet(StringComparer.Ordinal);
        var rewards = new RevisedRewards(_plan, left, names, should.ToDictionary(static each => each.Key, static each => each.Value.IsQualified));
        foreach (var each in Standing(should))
        {
            rewards.Add(each);
        }

        return rewards;
    }

    /// <summary>Who was displaced by a rule that finds no room today: it outranked them, or used up a limit that they share.</summary>
    private static HashSet<(string Rule, CustomerId Earner)> Displaced(
        Dictionary<(string Rule, CustomerId Earner), ShouldGrant> should, Dictionary<(string Rule, CustomerId Earner), ShouldGrant> fitting)
    {
        var isLost = should.Any(each => each.Value.MinorUnits > 0 && fitting.GetValueOrDefault(each.Key).MinorUnits == 0);
        return should.Where(each => (each.Value.IsOutranked || (isLost && each.Value.IsLimited)) && fitting.GetValueOrDefault(each.Key).MinorUnits > 0)
            .Select(static each => each.Key)
            .ToHashSet();
    }

    /// <summary>What each rule grants today for what is left.</summary>
    private Dictionary<(string Rule, CustomerId Earner), ShouldGrant> Fitting(
        QualificationContext left, RevisedRewards rewards, JudgedRuleState then) => Should(
        left,
        () => new NumbersOfToday(_draft, _plan, left, _conversion, rewards.Rewards, then, isAtItsPlace: _draft.Input is CatchUp),
        then,
        "now",
        tell: false);

    private QualificationContext Context(Conversion conversion) =>
        RewardContexts.Of(_draft, _plan, _customer, _referral, _conversion with { Conversion = conversion }, _judged);

    /// <summary>What each rule that is asked again should have given everybody whom it rewards, by what it does at a refund.</summary>
    private Dictionary<(string Rule, CustomerId Earner), ShouldGrant> Should(
        QualificationContext left, Func<RevisedNumbers> numbers, JudgedRuleState then, string asOf, bool tell)
    {
        var should = new Dictionary<(string, CustomerId), ShouldGrant>();
        var rules = _plan.Rules.Where(Revises).ToArray();
        if (rules.Any(static rule => rule.Incentive.OnRefund == RefundPolicy.Recompute))
        {
            Take(
                Outcomes(left, numbers(), then, asOf + "/left", out var checks),
                checks,
                static policy => policy == RefundPolicy.Recompute,
                static (_, amount) => amount);
        }

        if (rules.Any(static rule => rule.Incentive.OnRefund != RefundPolicy.Recompute))
        {
            var (refunded, whole) = OrderParts.Refunded(_plan.Program.AmountBase, _conversion);
            Take(
                Outcomes(Context(_conversion.Conversion), numbers(), then, asOf + "/whole", out var checks),
                checks,
                static policy => policy != RefundPolicy.Recompute,
                (rule, amount) => rule.Incentive.OnRefund == RefundPolicy.Keep ? amount
                    : _conversion.FullyRefunded ? Amount.Zero(amount.Unit)
                    : Amount.FromMinorUnits(
                        amount.MinorUnits - Reversal.Total(amount, refunded, whole, _plan.Program.Rounding), amount.Unit));
        }

        return should;

        void Take(
            Dictionary<(string Rule, CustomerId Earner), IncentiveOutcome> outcomes,
            List<Check> checks,
            Func<RefundPolicy, bool> policy,
            Func<RulePlan, Amount, Amount> after)
        {
            foreach (var rule in rules.Where(rule => policy(rule.Incentive.OnRefund)))
            {
                foreach (var (key, outcome) in outcomes.Where(each => each.Key.Rule == rule.Incentive.Name))
                {
                    should[key] = outcome.IsGranted
                        ? new ShouldGrant(after(rule, Amount.FromMinorUnits(outcome.MinorUnits, outcome.Unit)), outcome.IsQualified, outcome.NeedsReview)
                        : new ShouldGrant(null, outcome.IsQualified, false)
                        {
                            IsOutranked = outcome.Code == RewardCodes.Outranked,
                            IsLimited = outcome.Code is RewardCodes.CapReached or RewardCodes.BudgetUsedUp,
                        };
                }

                if (tell)
                {
                    _draft.Tell(checks.Where(check => check.Rule == rule.Incentive.Name));
                }
            }
        }
    }

    /// <summary>What each rule makes of it for everybody whom it rewards; nothing where another rule wins.</summary>
    private Dictionary<(string Rule, CustomerId Earner), IncentiveOutcome> Outcomes(
        QualificationContext asked, RevisedNumbers numbers, JudgedRuleState then, string asOf, out List<Check> checks)
    {
        var outcomes = new Dictionary<(string, CustomerId), IncentiveOutcome>();
        var told = new List<Check>();
        var context = asked.AskedBy(new RevisedCalls(_draft, $"{_conversion.Conversion.Id}/{_conversion.Refunds.Count}/{asOf}/"));
        var qualification = _conversion.FullyRefunded && asOf.EndsWith("/left", StringComparison.Ordinal)
            ? Check.Of(RewardCodes.Refunded, passed: false, Phrase.Of("value.refunded_in_full"), Phrase.Of("value.standing_conversion"))
            : _plan.Qualification(context, then);
        _ = RulePrecedence.Decide(_plan, isSignUp: false, new RuleAsking(Total, Ask, Outrank));
        checks = told;
        return IsSplit() ? [] : outcomes;

        IEnumerable<(CustomerId Owner, IncentiveOutcome Outcome, Check Check)> Each(RulePlan rule)
        {
            foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, context.Referee))
            {
                var check = IncentivePlan.Explain(rule, new RuleScope(context, numbers.For(rule, owner), owner), part, qualification, out var outcome);
                yield return (owner, outcome, check);
            }
        }

        long Total(RulePlan rule) => Each(rule).Sum(static each => each.Outcome.IsGranted ? each.Outcome.MinorUnits : 0);

        bool Ask(RulePlan rule)
        {
            var granted = false;
            foreach (var (owner, outcome, check) in Each(rule))
            {
                outcomes[(rule.Incentive.Name, owner)] = outcome;
                told.Add(check);
                granted |= outcome.IsGranted;
                if (outcome.IsGranted)
                {
                    numbers.Use(rule, owner, outcome);
                }
            }

            return granted;
        }

        void Outrank(RulePlan rule)
        {
            foreach (var (owner, outcome, _) in Each(rule))
            {
                outcomes[(rule.Incentive.Name, owner)] = outcome.IsQualified ? new IncentiveOutcome(Refusals.Outranked) : outcome;
            }
        }

        // Where the program rewards both sides or neither, a limit that leaves one of them without takes the other's too.
        bool IsSplit() => _plan.Program.Pairs == PairPolicy.Together
            && outcomes.Values.Any(static outcome => outcome.IsGranted)
            && _plan.Rules.Any(rule => outcomes.Any(each => each.Key.Item1 == rule.Incentive.Name
                    && (each.Value.Code == RewardCodes.BudgetUsedUp
                        || (each.Value.Code == RewardCodes.CapReached && rule.Caps.All(static cap => !cap.IsCount))))
                && !_plan.Rules.Any(other => other.Incentive.Side == rule.Incentive.Side
                    && outcomes.Any(each => each.Key.Item1 == other.Incentive.Name && each.Value.IsGranted)));
    }

    /// <summary>What stands of each rule's rewards for the conversion beside what should.</summary>
    private IEnumerable<RevisedReward> Standing(Dictionary<(string Rule, CustomerId Earner), ShouldGrant> should)
    {
        var known = _conversion.Rewards.Select(id => _draft.Read<RewardState>(StateKeys.Reward(id))).OfType<RewardState>()
            .Where(static reward => !reward.IsOfMark)
            .ToArray();
        foreach (var rule in _plan.Rules.Where(Revises))
        {
            foreach (var (owner, part) in RewardOwners.Of(_draft, rule.Incentive, _referral, _customer.Customer))
            {
                var target = should.GetValueOrDefault((rule.Incentive.Name, owner));
                var granted = known.Where(reward => reward.Rule == rule.Incentive.Name && (reward.Earner ?? reward.Owner) == owner).ToArray();
                var units = granted.Select(static reward => reward.Granted.Unit).Concat(target.Amount is { } amount ? [amount.Unit] : []).Distinct();
                foreach (var unit in units)
                {
                    var same = new RevisedReward(rule, owner, part, unit, [.. granted.Where(reward => reward.Granted.Unit == unit)]);
                    var minor = target.Amount?.Unit == unit ? target.MinorUnits : 0;
                    yield return same with
                    {
                        // What a review has rejected is not granted again.
                        Target = granted.Any(static reward => reward.IsRejected) ? Math.Min(same.Standing, minor) : minor,
                        NeedsReview = target.NeedsReview,
                    };
                }
            }
        }
    }
}

/// <summary>What a rule should have given somebody for a conversion.</summary>
/// <param name="Amount">How much, after refunds; <c>null</c> for nothing.</param>
/// <param name="IsQualified">Whether its conditions hold.</param>
/// <param name="NeedsReview">Whether it goes beyond the tax threshold.</param>
internal readonly record struct ShouldGrant(Amount? Amount, bool IsQualified, bool NeedsReview)
{
    internal long MinorUnits => Amount?.MinorUnits ?? 0;

    /// <summary>Whether it gives nothing because another rule won.</summary>
    internal bool IsOutranked { get; init; }

    /// <summary>Whether it gives nothing because a limit has no room for it.</summary>
    internal bool IsLimited { get; init; }
}

/// <summary>What rules make of a conversion that was revised, and what they granted for it before.</summary>
internal sealed class RevisedRewards(
    IncentivePlan plan,
    QualificationContext context,
    IReadOnlySet<string> revised,
    IReadOnlyDictionary<(string Rule, CustomerId Earner), bool> qualified)
{
    private readonly List<RevisedReward> _each = [];

    internal IReadOnlyList<RevisedReward> Rewards => _each;

    internal bool IsAnyRaised => _each.Exists(static each => each.Target > each.Standing);

    internal void Add(RevisedReward reward) => _each.Add(reward);

    /// <summary>Lowers what would be raised to what the limits leave, but not below what stands.</summary>
    internal void Limit(Func<(string Rule, CustomerId Earner), long> fitting)
    {
        for (var i = 0; i < _each.Count; i++)
        {
            var each = _each[i];
            if (each.Target > each.Standing)
            {
                _each[i] = each with { Target = Math.Max(each.Standing, Math.Min(each.Target, fitting((each.Rule.Incentive.Name, each.Earner)))) };
            }
        }
    }

    /// <summary>The conversion as it stands.</summary>
    internal QualificationContext Context => context;

    /// <summary>Whether a conversion does not fulfil the conditions of a rule that is asked again, so that it does not count for it either.</summary>
    internal bool Unqualifies(string rule) => revised.Contains(rule) && !qualified.Any(each => each.Key.Rule == rule && each.Value);

    /// <summary>Who is rewarded by the rules that are asked again and whose conditions hold.</summary>
    internal IEnumerable<(RulePlan Rule, CustomerId Earner)> Qualified => qualified.Where(each => each.Value && revised.Contains(each.Key.Rule))
        .Select(each => (plan.Rules.First(rule => rule.Incentive.Name == each.Key.Rule), each.Key.Earner));

    /// <summary>Whether a reward is decided here, and not in proportion.</summary>
    internal bool Holds(RewardState reward) => !reward.IsOfMark && revised.Contains(reward.Rule);

    /// <summary>Takes back what is too much and grants what is missing.</summary>
    /// <returns>Whether anything changed, whether there was anything, and whether something is missing for which there is no room.</returns>
    internal (bool IsChanged, bool IsAny, bool IsLeftOut) Write(DecisionDraft draft, string cause, NodaTime.Instant at)
    {
        var (changed, any, leftOut) = (false, false, false);
        foreach (var each in _each.OrderBy(static each => each.Target > each.Standing))
        {
            any |= each.Granted.Count > 0 || each.Target > 0;
            if (each.Target < each.Standing)
            {
                TakeBack(draft, each, cause, at);
                changed = true;
            }
            else if (each.Target > each.Standing && !HasRoom(draft, each.Rule))
            {
                draft.Tell(Check.Of(
                    DecisionCodes.CorrectionTooLarge,
                    passed: false,
                    Amount.FromMinorUnits(each.Target - each.Standing, each.Unit),
                    Phrase.Of("value.refundable_rewards")) with
                {
                    Rule = each.Rule.Incentive.Name,
                    Side = each.Rule.Incentive.Side,
                });
                leftOut = true;
            }
            else if (each.Target > each.Standing)
            {
                Grant(draft, each, cause);
                changed = true;
            }
            else if (each.Standing > 0)
            {
                draft.Tell(Check.Note(DecisionCodes.RefundKept, Amount.FromMinorUnits(each.Standing, each.Unit)) with
                {
                    Rule = each.Rule.Incentive.Name,
                    Side = each.Rule.Incentive.Side,
                });
            }
        }

        return (changed, any, leftOut);
    }

    /// <summary>Whether one more reward fits into this commit, and into the one of a refund that takes back all of them.</summary>
    private bool HasRoom(DecisionDraft draft, RulePlan rule)
    {
        var parts = rule.Incentive.Donation is null ? 1 : 2;
        var standing = draft.Read<ConversionState>(StateKeys.Conversion(context.Conversion.Id))!.Rewards
            .Select(id => draft.Read<RewardState>(StateKeys.Reward(id)))
            .OfType<RewardState>()
            .Where(static reward => RevisedReward.Left(reward) > 0)
            .Sum(reward => plan.Rules.FirstOrDefault(each => each.Incentive.Name == reward.Rule) is { } known
                ? CommitSize.OfReversal(plan.Program, known.Incentive)
                : 0);
        var more = parts * CommitSize.OfReversal(plan.Program, rule.Incentive);
        return CommitSize.OfRefundAlone(plan.Program) + standing + more <= CommitBatch.MaxOperations
            && draft.Operations + more <= CommitBatch.MaxOperations;
    }

    /// <summary>Takes back the latest first; of what goes to a cause the share that it had.</summary>
    private static void TakeBack(DecisionDraft draft, RevisedReward each, string cause, NodaTime.Instant at)
    {
        foreach (var group in each.Granted.GroupBy(each.IsDonated))
        {
            var open = group.Sum(RevisedReward.Left) - (group.Key ? each.DonatedOf(each.Target) : each.Target - each.DonatedOf(each.Target));
            foreach (var reward in group.Reverse())
            {
                var part = Math.Clamp(open, 0, RevisedReward.Left(reward));
                open -= part;
                if (part > 0)
                {
                    RewardReversal.Decide(draft, ReversalCause.OfRefund(cause), reward, reward.Reversed + part, at: at);
                }
            }
        }
    }

    private void Grant(DecisionDraft draft, RevisedReward each, string cause)
    {
        var more = each.Target - each.Standing;
        var donated = Math.Clamp(each.DonatedOf(each.Target) - each.Granted.Where(each.IsDonated).Sum(RevisedReward.Left), 0, more);
        var isFirst = each.Standing == 0;
        Add(more - donated, each.Earner, string.Empty);
        Add(donated, each.Rule.Incentive.Donation?.Account ?? each.Earner, "~cause");

        draft.Tell(Check.Note(DecisionCodes.RewardRaised, Amount.FromMinorUnits(more, each.Unit)) with
        {
            Rule = each.Rule.Incentive.Name,
            Side = each.Rule.Incentive.Side,
        });

        void Add(long amount, CustomerId owner, string suffix)
        {
            if (amount > 0)
            {
                RewardWriting.Add(
                    draft,
                    plan,
                    each.Rule,
                    new RewardCorrection(owner, each.Earner, each.Unit, amount, each.NeedsReview, suffix, cause)
                    {
                        IsFirst = isFirst,
                        Counted = ConversionSpending.Of(draft, plan, context).Count(each.Rule, each.Earner, each.Unit, amount, isFirst),
                    },
                    each.Part,
                    context);
                isFirst = false; // What is shared with a cause is one reward.
            }
        }
    }
}

/// <summary>The rewards of one rule for one earner of a conversion, and what they should be.</summary>
internal sealed record RevisedReward(RulePlan Rule, CustomerId Earner, CreditPart Part, Unit Unit, IReadOnlyList<RewardState> Granted)
{
    /// <summary>What it should be in all, in smallest parts.</summary>
    internal long Target { get; init; }

    internal bool NeedsReview { get; init; }

    /// <summary>What stands, in smallest parts.</summary>
    internal long Standing => Granted.Sum(Left);

    internal static long Left(RewardState reward) => reward.Granted.MinorUnits - reward.Reversed;

    internal bool IsDonated(RewardState reward) => reward.Owner != Earner;

    internal long DonatedOf(long amount) =>
        Rule.Incentive.Donation is { } donation ? new ShareOf(donation.Share.Fraction, RoundingMode.Down).Of(amount) : 0;
}

/// <summary>Custom rules that are asked again give an answer of their own, beside that of the first time.</summary>
internal sealed class RevisedCalls(ICustomCalls calls, string about) : ICustomCalls
{
    public T Ask<T>(in CustomCall call, T whileLoading, Func<T> ask) => calls.Ask(call with { About = about + call.About }, whileLoading, ask);
}
