namespace Referrals.Kpis;

public sealed partial record KpiTotals
{
    /// <summary>The totals of two disjoint groups of people together.</summary>
    /// <exception cref="ArgumentException">The windows or the units differ.</exception>
    public KpiTotals Merge(KpiTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Window != Window || other.Unit != Unit)
        {
            throw new ArgumentException(
                $"Totals of {other.Window} in {other.Unit} do not merge into totals of {Window} in {Unit}. "
                + "Compute both over the same window and in the same unit.",
                nameof(other));
        }

        return this with
        {
            EligibleCustomers = EligibleCustomers + other.EligibleCustomers,
            ActiveAdvocates = ActiveAdvocates + other.ActiveAdvocates,
            Shares = Shares + other.Shares,
            RawClicks = RawClicks + other.RawClicks,
            UniqueClicks = UniqueClicks + other.UniqueClicks,
            SignupsOfNewReferrers = SignupsOfNewReferrers + other.SignupsOfNewReferrers,
            Cohorts = Merged(Cohorts, other.Cohorts, (left, right) => left + right),
            CostsMinor = Merged(CostsMinor, other.CostsMinor, Sum),
            CycleTimes = CycleTimes.Merge(other.CycleTimes),
            ConversionTimes = ConversionTimes.Merge(other.ConversionTimes),
            Orders = Orders + other.Orders,
            Buyers = Buyers + other.Buyers,
            SharingBuyers = SharingBuyers + other.SharingBuyers,
            ActiveCustomers = ActiveCustomers + other.ActiveCustomers,
            GrossRevenueMinor = GrossRevenueMinor + other.GrossRevenueMinor,
            GrossMarginMinor = GrossMarginMinor + other.GrossMarginMinor,
            Refunds = Refunds + other.Refunds,
            RefundedRevenueMinor = RefundedRevenueMinor + other.RefundedRevenueMinor,
            RefundedMarginMinor = RefundedMarginMinor + other.RefundedMarginMinor,
            RewardsGrantedMinor = RewardsGrantedMinor + other.RewardsGrantedMinor,
            RewardsReversedMinor = RewardsReversedMinor + other.RewardsReversedMinor,
            RewardsOutstandingMinor = RewardsOutstandingMinor + other.RewardsOutstandingMinor,
            ReferralsCreated = ReferralsCreated + other.ReferralsCreated,
            ReferralsQualified = ReferralsQualified + other.ReferralsQualified,
            ShareChannels = Merged(ShareChannels, other.ShareChannels, (left, right) => left + right),
            Touchpoints = Merged(Touchpoints, other.Touchpoints, (left, right) => left + right),
            Refusals = Merged(Refusals, other.Refusals, Sum),
            Holds = Merged(Holds, other.Holds, Sum),
            Verdicts = Merged(Verdicts, other.Verdicts, Sum),
            Promoters = Promoters + other.Promoters,
            Passives = Passives + other.Passives,
            Detractors = Detractors + other.Detractors,
            LeftOut = Merged(LeftOut, other.LeftOut, Sum),
            CostsLeftOut = Merged(CostsLeftOut, other.CostsLeftOut, Sum),
        };
    }

    /// <summary>Whether both are the same window and unit with exactly the same numbers.</summary>
    public bool Equals(KpiTotals? other) => other is not null
        && Window == other.Window
        && Unit == other.Unit
        && Counts.SequenceEqual(other.Counts)
        && CycleTimes.Equals(other.CycleTimes)
        && ConversionTimes.Equals(other.ConversionTimes)
        && Same(Cohorts, other.Cohorts)
        && Same(CostsMinor, other.CostsMinor)
        && Same(ShareChannels, other.ShareChannels)
        && Same(Touchpoints, other.Touchpoints)
        && Same(Refusals, other.Refusals)
        && Same(Holds, other.Holds)
        && Same(Verdicts, other.Verdicts)
        && Same(LeftOut, other.LeftOut)
        && Same(CostsLeftOut, other.CostsLeftOut);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Window, Unit, EligibleCustomers, Shares, RawClicks, Orders, GrossRevenueMinor);

    private long[] Counts =>
    [
        EligibleCustomers, ActiveAdvocates, Shares, RawClicks, UniqueClicks, SignupsOfNewReferrers, Orders, Buyers,
        SharingBuyers, ActiveCustomers, GrossRevenueMinor, GrossMarginMinor, Refunds, RefundedRevenueMinor, RefundedMarginMinor,
        RewardsGrantedMinor, RewardsReversedMinor, RewardsOutstandingMinor, ReferralsCreated, ReferralsQualified, Promoters, Passives,
        Detractors,
    ];

    private static long Sum(long left, long right) => left + right;

    private static IReadOnlyDictionary<string, T> Merged<T>(
        IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right, Func<T, T, T> add)
    {
        if (right.Count == 0 || left.Count == 0)
        {
            return right.Count == 0 ? left : right;
        }

        var merged = new Dictionary<string, T>(left, StringComparer.Ordinal);
        foreach (var (name, value) in right)
        {
            merged[name] = merged.TryGetValue(name, out var present) ? add(present, value) : value;
        }

        return merged;
    }

    private static bool Same<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right)
        where T : struct, IEquatable<T> =>
        left.Count == right.Count
        && left.All(pair => right.TryGetValue(pair.Key, out var value) && pair.Value.Equals(value));
}
