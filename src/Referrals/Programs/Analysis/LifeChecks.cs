using System.Globalization;

namespace Referrals;

/// <summary>Times that do not fit each other: holds and refunds, expiry and payouts.</summary>
internal static class LifeChecks
{
    /// <summary>The right of withdrawal from distance contracts in the European Union (Directive 2011/83/EU, article 9).</summary>
    private const int UsualDays = 14;

    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program, AnalysisOptions options) =>
        Enumerable.Range(0, program.Incentives.Count).Select(index => new RuleFacts(program, index)).Where(static facts => !facts.Rule.IsShadow)
            .SelectMany(facts => Holds(facts, options)).Concat(Payouts(program));

    private static IEnumerable<AnalysisFinding> Holds(RuleFacts facts, AnalysisOptions options)
    {
        if (facts.Rule is not { OnRefund: not RefundPolicy.Keep, Hold: { } hold, Review: null } || !facts.Rule.Units.Any(static unit => unit.IsMoney))
        {
            yield break;
        }

        var late = options.History?.LateRefunds(Days(hold)) ?? (0, 0);
        if (options.RefundPeriod is { } period && Days(hold) < Days(period))
        {
            yield return Short(facts, FindingSeverity.Warning, $"orders can be returned for {period}");
        }
        else if (options.RefundPeriod is null && late.All >= 10 && late.Late * 20 >= late.All)
        {
            yield return Short(
                facts, FindingSeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"{late.Late} of the {late.All} refunds of the history came later"));
        }
        else if (options.RefundPeriod is null && late.All < 10 && Days(hold) < UsualDays)
        {
            yield return Short(facts, FindingSeverity.Note, string.Create(CultureInfo.InvariantCulture, $"many shops take goods back for {UsualDays} days or longer"));
        }
    }

    private static AnalysisFinding Short(RuleFacts facts, FindingSeverity severity, string why) => new(
        AnalysisCodes.ShortHold, severity, facts.Path("hold"),
        $"'{facts.Rule.Name}' is held for {facts.Rule.Hold}, but {why}: a refund finds the reward spent.",
        "Hold it for at least as long as goods can be returned.");

    /// <summary>Whether what a person can have at one time ever reaches the smallest payout.</summary>
    private static IEnumerable<AnalysisFinding> Payouts(ReferralProgram program)
    {
        for (var i = 0; i < program.Payouts.Count; i++)
        {
            var minimum = program.Payouts[i].Minimum;
            RuleFacts[] rules =
            [
                .. Enumerable.Range(0, program.Incentives.Count).Select(index => new RuleFacts(program, index))
                    .Where(facts => !facts.Rule.IsShadow && facts.Rule.Units.Contains(minimum.Unit)),
            ];
            var path = string.Create(CultureInfo.InvariantCulture, $"$.payouts[{i}].minimum");
            if (rules.Length == 0)
            {
                yield return new(
                    AnalysisCodes.PayoutOutOfReach, FindingSeverity.Note, path, $"No rule gives {minimum.Unit}, so this payout rule is for nothing.", "Take it out, or correct its unit.");
                continue;
            }

            var budget = program.Budgets.FirstOrDefault(budget => budget.Amount.Unit == minimum.Unit)?.Amount;
            var ever = Sum(rules.Select(facts => AtMost(program, facts, minimum.Unit, null)));
            if (Math.Min(ever ?? decimal.MaxValue, budget?.MinorUnits ?? decimal.MaxValue) is var most && most < minimum.MinorUnits)
            {
                yield return Out(path, minimum, $"nobody can ever earn more than {Amount.FromMinorUnits((long)most, minimum.Unit)}", rules);
                continue;
            }

            // Activity keeps rewards alive that expire by inactivity only.
            var lives = rules.Select(static facts => facts.Rule.Expiry?.AfterVesting).ToArray();
            if (lives.Any(static life => life is null))
            {
                continue;
            }

            var days = lives.Max(static life => Days(life!));
            if (Sum(rules.Select(facts => AtMost(program, facts, minimum.Unit, days))) is { } within && within < minimum.MinorUnits)
            {
                yield return Out(
                    path, minimum, string.Create(CultureInfo.InvariantCulture, $"rewards expire after {days:0} days, and no more than {Amount.FromMinorUnits((long)within, minimum.Unit)} can be earned in that time"), rules);
            }
            else if (rules.All(static facts => facts.Fixed is not null))
            {
                var needed = Math.Ceiling((decimal)minimum.MinorUnits / rules.Max(static facts => facts.Fixed!.Value.MinorUnits));
                if (needed >= 4 && needed * 7 > (decimal)days)
                {
                    yield return Out(path, minimum, string.Create(CultureInfo.InvariantCulture, $"it takes {needed:0} rewards, and each expires after {days:0} days"), rules);
                }
            }
        }
    }

    private static AnalysisFinding Out(string path, Amount minimum, string why, RuleFacts[] rules) => new(
        AnalysisCodes.PayoutOutOfReach, FindingSeverity.Warning, path, $"The smallest payout of {minimum} is out of reach: {why}.", "Lower the minimum, raise the limits, or let rewards live longer.")
    {
        Probe = new FindingProbe(rules[0].Whole, Given: [rules[0].Index]),
    };

    /// <summary>The most that one person can earn by a rule in so many days or ever, in smallest parts; <c>null</c> for no limit.</summary>
    private static decimal? AtMost(ReferralProgram program, RuleFacts facts, Unit unit, double? days)
    {
        var limits = facts.Caps.Where(static cap => !cap.IsPerReferral && !cap.RoomReturns).Select(cap =>
            (cap.Amount is { } amount ? amount.Unit == unit ? (decimal)amount.MinorUnits : null
                : facts.Fixed is { } each ? (decimal)cap.Rewards!.Value * each.MinorUnits : null) * Times(cap.Per, days));
        var once = facts is { IsOnceForReferee: true, Fixed: { } only } && program.Attribution.Split is null ? (decimal?)only.MinorUnits : null;
        return limits.Append(once).Min();
    }

    private static decimal? Sum(IEnumerable<decimal?> limits) => limits.Aggregate((decimal?)0, static (sum, limit) => sum + limit);

    /// <summary>How many periods of a frame a time touches at most; <c>null</c> for no limit.</summary>
    private static decimal? Times(TimeFrame frame, double? days)
    {
        var length = frame.Kind switch
        {
            TimeFrameKind.Lifetime => double.PositiveInfinity,
            TimeFrameKind.CalendarDay => 1,
            TimeFrameKind.CalendarWeek => 7,
            TimeFrameKind.CalendarMonth => 28,
            TimeFrameKind.CalendarQuarter => 90,
            TimeFrameKind.CalendarYear => 365,
            _ => Days(frame.Length!),
        };
        return double.IsPositiveInfinity(length) ? 1 : days is { } time ? (decimal)Math.Floor(time / length) + 2 : null;
    }

    private static double Days(TimePeriod period) => period.Kind switch
    {
        PeriodKind.Hours => period.Length / 24.0,
        PeriodKind.Months => period.Length * 30.4375,
        _ => period.Length,
    };
}
