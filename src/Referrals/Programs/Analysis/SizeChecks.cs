using System.Globalization;

namespace Referrals;

/// <summary>Amounts that look mistyped: cents written as units, fractions as percentages, limits that leave room for nothing.</summary>
internal static class SizeChecks
{
    /// <summary>How near to a factor of 100 two amounts are taken for the same one in another notation.</summary>
    private const decimal Least = 50;
    private const decimal Most = 200;
    private const int FewRewards = 10;

    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        Size[] sizes = [.. program.Incentives.SelectMany((rule, index) => rule.IsShadow ? [] : SizesOf(new RuleFacts(program, index)))];
        return Factors(sizes).Concat(Minimums(program)).Concat(sizes.SelectMany(Shares)).Concat(program.Incentives.SelectMany((rule, index) =>
            rule.IsShadow ? [] : Limits(program, new RuleFacts(program, index), sizes)));
    }

    /// <summary>An amount or a percentage of a rule, and where it stands.</summary>
    private sealed record Size(RuleFacts Facts, string Path, RewardFormula Formula, bool IsMark)
    {
        internal Amount? Flat => (Formula as FlatFormula)?.Amount;

        internal Percentage? Share => (Formula as PercentageFormula)?.Share;

        internal IReadOnlySet<string>? Events => Facts.Whole.Events;
    }

    private static IEnumerable<Size> SizesOf(RuleFacts facts)
    {
        var places = ProgramWalk.Formulas(facts.Rule, ProgramWalk.Rule(facts.Index)).ToArray();
        var isMark = false;
        foreach (var (path, formula) in places)
        {
            isMark |= formula is MilestoneFormula;
            if (formula is FlatFormula or PercentageFormula)
            {
                yield return new Size(facts, path, formula, isMark);
            }
        }
    }

    private static IEnumerable<AnalysisFinding> Factors(Size[] sizes)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sizes.Length; i++)
        {
            for (var j = i + 1; j < sizes.Length; j++)
            {
                var (one, other) = (sizes[i], sizes[j]);
                if (one.IsMark || other.IsMark || !IsComparable(one, other))
                {
                    continue;
                }

                if (one.Flat is { } left && other.Flat is { } right && left.Unit == right.Unit && left.Unit is { IsMoney: true, Digits: > 0 })
                {
                    var (small, large, place) = left <= right ? (left, right, other) : (right, left, one);
                    var factor = (decimal)large.MinorUnits / small.MinorUnits;
                    if (factor is >= Least and <= Most && told.Add(place.Path))
                    {
                        yield return Factor(place, $"{large} is {factor:0.#} times {small}, which stands at {(place == one ? other : one).Path}", "a number of cents");
                    }
                }
                else if (one.Share is { } share && other.Share is { } another
                    && Math.Max(share.Fraction, another.Fraction) == Math.Min(share.Fraction, another.Fraction) * 100)
                {
                    var place = share.Fraction < another.Fraction ? one : other;
                    if (told.Add(place.Path))
                    {
                        yield return Factor(place, $"{share} and {another} differ by a factor of 100", "a fraction");
                    }
                }
            }
        }
    }

    private static AnalysisFinding Factor(Size place, FormattableString how, string notation) => new(
        AnalysisCodes.FactorOfHundred, FindingSeverity.Warning, place.Path,
        $"In '{place.Facts.Rule.Name}' {how.ToString(CultureInfo.InvariantCulture)}: one of them may be {notation}.",
        "Correct the one that is mistyped; amounts are in whole units such as \"10.00 EUR\", and percentages in per cent.")
    {
        Probe = new FindingProbe(place.Facts.Whole, Given: [place.Facts.Index]),
    };

    /// <summary>Of one rule, or for the same event: a won deal may well earn a hundred times what a lead earns.</summary>
    private static bool IsComparable(Size one, Size other) => one.Facts.Index == other.Facts.Index
        || one.Events is null || other.Events is null || one.Events.Overlaps(other.Events);

    /// <summary>Smallest purchases of the two sides.</summary>
    private static IEnumerable<AnalysisFinding> Minimums(ReferralProgram program)
    {
        var leasts = program.Incentives.SelectMany((rule, index) => rule.IsShadow ? [] : RuleFacts.Parts(rule.When).OfType<AmountCondition>()
            .Where(static amount => amount.Comparison is Comparison.AtLeast or Comparison.Above && amount.Limit.Unit is { IsMoney: true, Digits: > 0 })
            .Select(amount => (Facts: new RuleFacts(program, index), amount.Limit))).ToArray();
        foreach (var (facts, limit) in leasts)
        {
            var other = leasts.FirstOrDefault(other => other.Facts.Rule.Side != facts.Rule.Side && other.Limit.Unit == limit.Unit
                && !other.Limit.IsZero && limit.MinorUnits == other.Limit.MinorUnits * 100);
            if (other.Facts is not null)
            {
                yield return new(
                    AnalysisCodes.FactorOfHundred, FindingSeverity.Warning, facts.Path("when"),
                    $"'{facts.Rule.Name}' asks for {limit}, and '{other.Facts.Rule.Name}' for {other.Limit}: one of them may be a number of cents.",
                    "Correct the one that is mistyped.")
                {
                    Probe = new FindingProbe(facts.Whole, Given: [facts.Index]),
                };
            }
        }
    }

    private static IEnumerable<AnalysisFinding> Shares(Size size)
    {
        if (size.Formula is not PercentageFormula { Share.Fraction: var share } formula)
        {
            yield break;
        }

        if (share <= 0.005m)
        {
            yield return new(
                AnalysisCodes.TinyShare, FindingSeverity.Warning, size.Path,
                string.Create(CultureInfo.InvariantCulture, $"'{size.Facts.Rule.Name}' gives {formula.Share}, {Amount.Rounded(100 * share, formula.Unit, RoundingMode.Down)} of 100: this may be a fraction where a percentage was meant."),
                "Write 10 for 10 %, not 0.1.");
        }

        var least = size.Facts.Asked.OfType<AmountCondition>()
            .Where(amount => amount.Comparison is Comparison.AtLeast or Comparison.Above && amount.Limit.Unit == formula.Unit)
            .Select(static amount => (decimal)amount.Limit.MinorUnits).DefaultIfEmpty().Max();
        if (formula is { Ceiling: { } ceiling, Lines: null } && least > 0 && least * share >= ceiling.MinorUnits)
        {
            yield return new(
                AnalysisCodes.AlwaysCeiling, FindingSeverity.Warning, size.Path,
                $"{formula.Share} of the smallest order reaches the ceiling of {ceiling} already, so every reward is the ceiling.",
                "Raise the ceiling, or give a fixed amount.")
            {
                Probe = new FindingProbe(size.Facts.Whole, Given: [size.Facts.Index]),
            };
        }
    }

    /// <summary>Limits below one reward, also of steps, exceptions and options, and of the side.</summary>
    private static IEnumerable<AnalysisFinding> Limits(ReferralProgram program, RuleFacts facts, Size[] sizes)
    {
        var own = sizes.Where(size => size.Facts.Index == facts.Index).ToArray();
        var staged = facts.Rule.AllFormulas.Any(static formula => formula is StagedFormula);
        var declining = facts.Rule.AllFormulas.Any(static formula => formula is RecurringFormula { Declining: not null });
        var isWhole = facts.Rule is { Levels: null, Multipliers.Count: 0 } && program.Attribution.Split is null && !staged && !declining;
        if (!isWhole)
        {
            yield break;
        }

        var caps = facts.Rule.Caps.Select((cap, i) => (Cap: cap, Path: facts.Path(facts.Rule.Caps.Count == 1 ? "cap" : Text($"caps[{i}]"))))
            .Concat(program.Caps.Select((cap, i) => (cap.Side, cap.Cap, Path: Text($"$.caps[{i}].cap"))).Where(cap => cap.Side == facts.Rule.Side)
                .Select(static cap => (cap.Cap, cap.Path)));
        foreach (var (cap, path) in caps.Where(static cap => cap.Cap.Amount is not null))
        {
            var above = own.Where(size => LeastOf(size.Formula) is { } least && least.Unit == cap.Amount!.Value.Unit && least > cap.Amount).ToArray();

            // The rule's one fixed reward above its own cap is told by RewardChecks.
            if (above.Length > 0 && !(facts.Fixed is not null && path.StartsWith("$.incentives", StringComparison.Ordinal)))
            {
                yield return new(
                    AnalysisCodes.CapBelowReward, FindingSeverity.Warning, path,
                    $"The cap of {cap.Amount} is smaller than the reward of {LeastOf(above[0].Formula)} at {above[0].Path}"
                    + (cap.AtCap == CapAction.Refuse ? ", so that reward is never given." : ", so nobody ever gets the whole of it."),
                    "Raise the cap to a multiple of the reward, or lower the reward.");
            }
        }

        foreach (var (budget, i) in program.Budgets.Select(static (budget, i) => (budget, i)))
        {
            var above = own.FirstOrDefault(size => LeastOf(size.Formula) is { } least && least.Unit == budget.Amount.Unit && least > budget.Amount);
            if (above is not null && facts.Fixed is null)
            {
                yield return new(
                    AnalysisCodes.BudgetBelowReward, FindingSeverity.Warning, "$.budgets",
                    $"The budget of {budget.Amount} is smaller than the reward of {LeastOf(above.Formula)} at {above.Path}, so that is never given.",
                    "Raise the budget, or lower the reward.");
            }

            if (facts.Fixed is { } amount && amount.Unit == budget.Amount.Unit && amount <= budget.Amount
                && budget.Amount.MinorUnits / amount.MinorUnits < FewRewards)
            {
                yield return new(
                    AnalysisCodes.BudgetOfFewRewards, FindingSeverity.Warning, Text($"$.budgets[{i}]"),
                    Text($"The budget of {budget.Amount} pays for {budget.Amount.MinorUnits / amount.MinorUnits} of the rewards of '{facts.Rule.Name}', {amount} each."),
                    "Raise the budget, or say in the terms that only the first few are rewarded.");
            }
        }

        foreach (var (cap, path) in facts.Rule.Caps.Select((cap, i) => (cap, facts.Path(facts.Rule.Caps.Count == 1 ? "cap" : Text($"caps[{i}]")))))
        {
            if (cap.Amount is { } most && program.Budgets.FirstOrDefault(budget => budget.Amount.Unit == most.Unit && budget.Amount < most) is { } smaller)
            {
                yield return new(
                    AnalysisCodes.CapNeverReached, FindingSeverity.Note, path,
                    $"The cap '{cap}' can never be reached: the program's budget is {smaller.Amount}.", "Lower it, or take it out.");
            }
        }
    }

    /// <summary>What a formula gives at least whenever it gives something; <c>null</c> where that is not known.</summary>
    private static Amount? LeastOf(RewardFormula formula) => formula switch
    {
        FlatFormula flat => flat.Amount,
        PercentageFormula { Floor: { } floor } => floor,
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
