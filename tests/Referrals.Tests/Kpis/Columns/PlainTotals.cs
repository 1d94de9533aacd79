using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Columns;

/// <summary>The definitions once more, as plainly as LINQ says them: what the columns must agree with.</summary>
internal static class PlainTotals
{
    internal static KpiTotals Of(IReadOnlyCollection<Fact> facts, KpiWindow window, Unit unit)
    {
        var inWindow = facts.Where(f => window.Contains(f.OccurredAt)).ToList();
        var signUps = facts.Where(f => f.Kind == FactKind.SignedUp).ToDictionary(f => f.Customer!.Value);
        var newcomers = signUps.Values.Where(f => window.Contains(f.OccurredAt)).ToList();
        var referred = newcomers.Where(f => f.Channel == Channel.Referral).ToList();
        var firstSale = facts.Where(f => f.Kind == FactKind.ConversionRecorded && f.Amount is not null)
            .GroupBy(f => f.Customer!.Value)
            .ToDictionary(g => g.Key, g => g.Min(f => f.OccurredAt));
        var clicks = Of(FactKind.TouchRecorded);
        var sales = Of(FactKind.ConversionRecorded).Where(f => f.Amount?.Unit == unit).ToList();
        var refunds = Of(FactKind.RefundRecorded).Where(f => f.Amount?.Unit == unit).ToList();
        var amended = Of(FactKind.ConversionAmended).Where(f => f.Amount?.Unit == unit).ToList();
        var cancelled = Of(FactKind.RefundCancelled).Where(f => f.Amount?.Unit == unit).ToList();
        var sharers = Of(FactKind.ShareRecorded).Select(f => f.Customer!.Value).ToHashSet();
        var buyers = sales.Select(f => f.Customer!.Value).ToHashSet();
        var answers = Of(FactKind.SurveyAnswered);
        var withReferrer = referred
            .Where(f => f.Referrer is { } r && signUps.ContainsKey(r))
            .Select(f => (Referee: f.OccurredAt, Referrer: signUps[f.Referrer!.Value].OccurredAt))
            .ToList();
        return new KpiTotals
        {
            Window = window,
            Unit = unit,
            EligibleCustomers = signUps.Values.Count(f => f.OccurredAt < window.To),
            ActiveAdvocates = sharers.Count,
            Shares = Of(FactKind.ShareRecorded).Count,
            RawClicks = clicks.Count,
            UniqueClicks = clicks.Count(f => f.Visitor is null)
                + clicks.Where(f => f.Visitor is not null).Select(f => (f.Referrer, f.Subject, f.Visitor)).Distinct().Count(),
            SignupsOfNewReferrers = withReferrer.Count(p => window.Contains(p.Referrer)),
            Cohorts = newcomers.GroupBy(f => f.Channel?.Value ?? string.Empty).ToDictionary(g => g.Key, g => Cohort([.. g])),
            CostsMinor = Costs(),
            CycleTimes = DurationSample.Of(withReferrer.Select(p => p.Referee - p.Referrer)),
            ConversionTimes = DurationSample.Of(referred.Where(Purchased).Select(f => firstSale[f.Customer!.Value] - f.OccurredAt)),
            Orders = sales.Count,
            Buyers = buyers.Count,
            SharingBuyers = buyers.Intersect(sharers).Count(),
            ActiveCustomers = buyers.Union(sharers).Union(newcomers.Select(f => f.Customer!.Value)).Count(),
            GrossRevenueMinor = sales.Concat(amended).Sum(f => f.Amount!.Value.MinorUnits),
            GrossMarginMinor = sales.Concat(amended).Sum(Margin),
            Refunds = refunds.Count - cancelled.Count,
            RefundedRevenueMinor = refunds.Sum(f => f.Amount!.Value.MinorUnits) - cancelled.Sum(f => f.Amount!.Value.MinorUnits),
            RefundedMarginMinor = refunds.Sum(Margin) - cancelled.Sum(Margin),
            RewardsGrantedMinor = Money(inWindow, FactKind.RewardGranted),
            RewardsReversedMinor = Money(inWindow, FactKind.RewardReversed),
            RewardsOutstandingMinor = Money(Before(), FactKind.RewardGranted) - Money(Before(), FactKind.RewardReversed),
            ReferralsCreated = Of(FactKind.ReferralCreated).Count,
            ReferralsQualified = Of(FactKind.ReferralQualified).Count,
            ShareChannels = Funnel(f => f.Channel?.Value, FactKind.ShareRecorded, FactKind.TouchRecorded),
            Touchpoints = Funnel(f => f.Code, FactKind.TouchRecorded),
            Refusals = Of(FactKind.ReferralRefused).GroupBy(f => f.Code!).ToDictionary(g => g.Key, g => (long)g.Count()),
            Holds = Of(FactKind.ReferralHeld).GroupBy(f => f.Code!).ToDictionary(g => g.Key, g => (long)g.Count()),
            Verdicts = Of(FactKind.ReferralApproved).Select(_ => "referral_approved")
                .Concat(Of(FactKind.ReferralRejected).Select(_ => "referral_rejected"))
                .Concat(Of(FactKind.RewardReviewed).Select(f => "reward_" + f.Code))
                .GroupBy(name => name)
                .ToDictionary(g => g.Key, g => (long)g.Count()),
            Promoters = answers.Count(f => f.Score >= 9),
            Passives = answers.Count(f => f.Score is 7 or 8),
            Detractors = answers.Count(f => f.Score <= 6),
            LeftOut = inWindow.Where(f => f.Amount is { } a && a.Unit != unit)
                .GroupBy(f => f.Amount!.Value.Unit.ToString())
                .ToDictionary(g => g.Key, g => (long)g.Count()),
            CostsLeftOut = inWindow
                .Where(f => f.Kind is FactKind.RewardGranted or FactKind.RewardReversed or FactKind.CostRecorded)
                .Where(f => f.Amount is { } a && a.Unit != unit)
                .GroupBy(f => f.Kind == FactKind.CostRecorded ? f.Channel?.Value ?? string.Empty : Channel.Referral.Value)
                .ToDictionary(g => g.Key, g => (long)g.Count()),
        };

        List<Fact> Of(FactKind kind) => [.. inWindow.Where(f => f.Kind == kind)];

        Dictionary<string, ShareFunnel> Funnel(Func<Fact, string?> name, params FactKind[] first) => inWindow
            .Where(f => first.Contains(f.Kind) || f.Kind is FactKind.ReferralCreated or FactKind.ReferralQualified)
            .GroupBy(f => name(f) ?? string.Empty)
            .ToDictionary(g => g.Key, g => new ShareFunnel
            {
                Shares = g.Count(f => f.Kind == FactKind.ShareRecorded),
                Clicks = g.Count(f => f.Kind == FactKind.TouchRecorded),
                ReferralsCreated = g.Count(f => f.Kind == FactKind.ReferralCreated),
                ReferralsQualified = g.Count(f => f.Kind == FactKind.ReferralQualified),
            });

        IEnumerable<Fact> Before() => facts.Where(f => f.OccurredAt < window.To);

        bool Purchased(Fact signUp) => firstSale.TryGetValue(signUp.Customer!.Value, out var at) && at < window.To;

        long Margin(Fact fact) => fact.Margin?.MinorUnits ?? 0;

        long Money(IEnumerable<Fact> some, FactKind kind) =>
            some.Where(f => f.Kind == kind && f.Amount?.Unit == unit).Sum(f => f.Amount!.Value.MinorUnits);

        Dictionary<string, long> Costs()
        {
            var rewards = Money(inWindow, FactKind.RewardGranted) - Money(inWindow, FactKind.RewardReversed);
            return Of(FactKind.CostRecorded).Where(f => f.Amount?.Unit == unit)
                .Select(f => (Channel: f.Channel?.Value ?? string.Empty, f.Amount!.Value.MinorUnits))
                .Append((Channel.Referral.Value, rewards))
                .GroupBy(c => c.Item1)
                .Select(g => (g.Key, Sum: g.Sum(c => c.Item2)))
                .Where(c => c.Sum != 0)
                .ToDictionary(c => c.Key, c => c.Sum);
        }

        CohortTotals Cohort(List<Fact> cohort)
        {
            var margins = cohort.ToDictionary(f => f.Customer!.Value, f => Net(f.Customer!.Value, Margin));
            return new CohortTotals
            {
                Customers = cohort.Count,
                Purchasers = cohort.Count(Purchased),
                RevenueMinor = cohort.Sum(f => Net(f.Customer!.Value, o => o.Amount!.Value.MinorUnits)),
                MarginMinor = margins.Values.Sum(),
                MarginSquares = margins.Values.Aggregate((Int128)0, (sum, m) => sum + ((Int128)m * m)),
            };
        }

        long Net(CustomerId customer, Func<Fact, long> of) =>
            sales.Concat(amended).Concat(cancelled).Where(f => f.Customer == customer).Sum(of) - refunds.Where(f => f.Customer == customer).Sum(of);
    }
}
