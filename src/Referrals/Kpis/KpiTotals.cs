using System.Globalization;
using NodaTime;

namespace Referrals.Kpis;

/// <summary>
/// All that the KPIs of one group in one window need: a few sums and counts. Every KPI is a function of these totals, so the
/// same KPIs come from a journal in memory, from parts of it on several machines, or from a <c>GROUP BY</c> in a database.
/// </summary>
/// <remarks>
/// Totals of the same window and currency merge if they are of disjoint groups of people: segments, channels, programs, or
/// shards by customer. Merging is associative and commutative, and nothing in it is rounded. Totals of January and February
/// do not merge into those of both months, because the same people may be in both; fold the journal over the longer window.
/// </remarks>
public sealed partial record KpiTotals
{
    private static readonly Dictionary<string, long> NoCounts = [];
    private static readonly Dictionary<string, CohortTotals> NoCohorts = [];
    private static readonly Dictionary<string, ShareFunnel> NoFunnels = [];

    /// <summary>The window.</summary>
    public required KpiWindow Window { get; init; }

    /// <summary>The unit of all money.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Customers who signed up before the window's end.</summary>
    public long EligibleCustomers { get; init; }

    /// <summary>Distinct customers who shared in the window.</summary>
    public long ActiveAdvocates { get; init; }

    /// <summary>Shares in the window.</summary>
    public long Shares { get; init; }

    /// <summary>Touches in the window, each one counted.</summary>
    public long RawClicks { get; init; }

    /// <summary>Distinct pairs of share and visitor with a touch in the window.</summary>
    public long UniqueClicks { get; init; }

    /// <summary>Referred sign-ups in the window whose referrer signed up in the window as well.</summary>
    public long SignupsOfNewReferrers { get; init; }

    /// <summary>The customers who signed up in the window, by channel of acquisition; an empty name if that is unknown.</summary>
    public IReadOnlyDictionary<string, CohortTotals> Cohorts { get; init; } = NoCohorts;

    /// <summary>Costs in the window by channel, rewards under <c>referral</c>, in the currency's smallest parts.</summary>
    public IReadOnlyDictionary<string, long> CostsMinor { get; init; } = NoCounts;

    /// <summary>From the referrer's sign-up to the referee's, over the referred sign-ups in the window.</summary>
    public DurationSample CycleTimes { get; init; } = DurationSample.Empty;

    /// <summary>From sign-up to first sale, over the referred purchasers who signed up in the window.</summary>
    public DurationSample ConversionTimes { get; init; } = DurationSample.Empty;

    /// <summary>Sales in the window.</summary>
    public long Orders { get; init; }

    /// <summary>Distinct customers with a sale in the window.</summary>
    public long Buyers { get; init; }

    /// <summary>Distinct customers with both a sale and a share in the window.</summary>
    public long SharingBuyers { get; init; }

    /// <summary>Distinct customers who signed up, shared or bought in the window.</summary>
    public long ActiveCustomers { get; init; }

    /// <summary>The amounts of these sales, in the currency's smallest parts; refunds are not taken off.</summary>
    public long GrossRevenueMinor { get; init; }

    /// <summary>The margin of these sales, in the currency's smallest parts; refunds are not taken off.</summary>
    public long GrossMarginMinor { get; init; }

    /// <summary>Refunds in the window.</summary>
    public long Refunds { get; init; }

    /// <summary>What went back in these refunds, in the currency's smallest parts.</summary>
    public long RefundedRevenueMinor { get; init; }

    /// <summary>The margin that went back, in the currency's smallest parts.</summary>
    public long RefundedMarginMinor { get; init; }

    /// <summary>Rewards granted in the window, in the currency's smallest parts.</summary>
    public long RewardsGrantedMinor { get; init; }

    /// <summary>Rewards taken back in the window, in the currency's smallest parts.</summary>
    public long RewardsReversedMinor { get; init; }

    /// <summary>Rewards granted less rewards taken back from the beginning to the window's end, in the smallest parts.</summary>
    public long RewardsOutstandingMinor { get; init; }

    /// <summary>Referrals created in the window.</summary>
    public long ReferralsCreated { get; init; }

    /// <summary>Referrals that earned their first reward in the window.</summary>
    public long ReferralsQualified { get; init; }

    /// <summary>What came of shares in the window, by the channel of the share; an empty name if that is unknown.</summary>
    public IReadOnlyDictionary<string, ShareFunnel> ShareChannels { get; init; } = NoFunnels;

    /// <summary>The same by touchpoint: touches by their kind, referrals by the evidence that made them; an empty name if that is unknown.</summary>
    public IReadOnlyDictionary<string, ShareFunnel> Touchpoints { get; init; } = NoFunnels;

    /// <summary>Referrals refused in the window, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refusals { get; init; } = NoCounts;

    /// <summary>Referrals held for review in the window, by the guard that holds them.</summary>
    public IReadOnlyDictionary<string, long> Holds { get; init; } = NoCounts;

    /// <summary>Verdicts of reviews in the window, silence included, by what they were; see <see cref="ReviewVerdict"/>.</summary>
    public IReadOnlyDictionary<string, long> Verdicts { get; init; } = NoCounts;

    /// <summary>Survey answers in the window of 9 and 10.</summary>
    public long Promoters { get; init; }

    /// <summary>Survey answers in the window of 7 and 8.</summary>
    public long Passives { get; init; }

    /// <summary>Survey answers in the window of 0 to 6.</summary>
    public long Detractors { get; init; }

    /// <summary>Facts in the window whose money is in another unit, by unit. They are in no sum.</summary>
    public IReadOnlyDictionary<string, long> LeftOut { get; init; } = NoCounts;

    /// <summary>
    /// Those of them that are costs, by channel, rewards under <c>referral</c>: where there are any, nobody knows what the channel costs in the
    /// unit of the totals, and no KPI says that it costs little.
    /// </summary>
    public IReadOnlyDictionary<string, long> CostsLeftOut { get; init; } = NoCounts;

    /// <summary>The totals of nobody: what merging begins with.</summary>
    public static KpiTotals Zero(KpiWindow window, Unit unit) => new() { Window = window, Unit = unit };

    /// <summary>An amount in the currency's smallest parts as a number of whole units.</summary>
    public decimal Whole(long minorUnits) => Amount.FromMinorUnits(minorUnits, Unit).Value;

    /// <summary>The customers who signed up in the window by one channel.</summary>
    public CohortTotals Cohort(Channel channel) => Cohorts.GetValueOrDefault(channel.ToString());

    /// <summary>What came of the shares through one channel.</summary>
    public ShareFunnel SharesBy(Channel channel) => ShareChannels.GetValueOrDefault(channel.ToString());

    /// <summary>What a channel cost in the window, in the currency's smallest parts.</summary>
    public long CostMinor(Channel channel) => CostsMinor.GetValueOrDefault(channel.ToString());

    internal CohortTotals Referred => Cohort(Channel.Referral);

    internal CohortTotals Everyone => Cohorts.Values.Aggregate(default(CohortTotals), (sum, cohort) => sum + cohort);

    internal CohortTotals Nonreferred =>
        Cohorts.Where(c => c.Key != Channel.Referral.Value).Aggregate(default(CohortTotals), (sum, cohort) => sum + cohort.Value);

    internal long Answers => Promoters + Passives + Detractors;

    /// <summary>One line for a log or a debugger.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Window} {Unit}: {Everyone.Customers} new customers, {Referred.Customers} of them referred");
}

/// <summary>What the verdicts of reviews are counted under.</summary>
public static class ReviewVerdict
{
    /// <summary>A held referral was approved.</summary>
    public const string ReferralApproved = "referral_approved";

    /// <summary>A held referral was rejected.</summary>
    public const string ReferralRejected = "referral_rejected";

    /// <summary>The name of the verdict that a fact tells: of a referral, or <c>reward_</c> and the verdict of a reward.</summary>
    /// <param name="kind">The kind of the fact.</param>
    /// <param name="code">The code of the fact.</param>
    public static string Of(FactKind kind, string? code) => kind switch
    {
        FactKind.ReferralApproved => ReferralApproved,
        FactKind.ReferralRejected => ReferralRejected,
        _ => "reward_" + code,
    };
}

/// <summary>What came of the shares of one channel, or of one kind of touchpoint, in a window. Numbers of disjoint groups add up.</summary>
/// <remarks>Period basis: each step counts what happened in the window, so a later step can exceed an earlier one. <c>default</c> is nothing.</remarks>
public readonly record struct ShareFunnel
{
    /// <summary>Shares through the channel; none for a touchpoint.</summary>
    public long Shares { get; init; }

    /// <summary>Touches, each one counted.</summary>
    public long Clicks { get; init; }

    /// <summary>Referrals created.</summary>
    public long ReferralsCreated { get; init; }

    /// <summary>Referrals that earned their first reward.</summary>
    public long ReferralsQualified { get; init; }

    /// <summary>The numbers of two disjoint groups together.</summary>
    public static ShareFunnel operator +(ShareFunnel left, ShareFunnel right) => new()
    {
        Shares = left.Shares + right.Shares,
        Clicks = left.Clicks + right.Clicks,
        ReferralsCreated = left.ReferralsCreated + right.ReferralsCreated,
        ReferralsQualified = left.ReferralsQualified + right.ReferralsQualified,
    };

    /// <summary>The numbers of two disjoint groups together; the name of the operator <c>+</c>.</summary>
    public ShareFunnel Add(ShareFunnel other) => this + other;
}

/// <summary>What the customers who signed up in a window, by one channel of acquisition, did before its end.</summary>
/// <remarks>The totals of disjoint groups of customers add up. <c>default</c> is nobody.</remarks>
public readonly record struct CohortTotals
{
    /// <summary>Customers who signed up in the window.</summary>
    public long Customers { get; init; }

    /// <summary>Those of them with a first sale before the window's end.</summary>
    public long Purchasers { get; init; }

    /// <summary>Their sales in the window less their refunds in the window, in the currency's smallest parts.</summary>
    public long RevenueMinor { get; init; }

    /// <summary>The margin of the same sales and refunds, in the currency's smallest parts.</summary>
    public long MarginMinor { get; init; }

    /// <summary>The sum over the customers of the square of each one's net margin: exact, so that deviations merge.</summary>
    public Int128 MarginSquares { get; init; }

    /// <summary>The totals of two disjoint groups together.</summary>
    public static CohortTotals operator +(CohortTotals left, CohortTotals right) => new()
    {
        Customers = left.Customers + right.Customers,
        Purchasers = left.Purchasers + right.Purchasers,
        RevenueMinor = left.RevenueMinor + right.RevenueMinor,
        MarginMinor = left.MarginMinor + right.MarginMinor,
        MarginSquares = left.MarginSquares + right.MarginSquares,
    };

    /// <summary>The totals of two disjoint groups together; the name of the operator <c>+</c>.</summary>
    public CohortTotals Add(CohortTotals other) => this + other;

    /// <summary>
    /// The sample variance (n - 1) of net margin per customer, in squares of the smallest part; <c>null</c> for fewer than two.
    /// </summary>
    /// <remarks>Whole numbers until the one division, so there is no cancellation whatever the size of the sums.</remarks>
    internal double? MarginVariance => Customers < 2
        ? null
        : (double)((Customers * MarginSquares) - ((Int128)MarginMinor * MarginMinor)) / ((double)Customers * (Customers - 1));
}

/// <summary>Observed durations, kept whole, so that means and percentiles are exact and two samples merge in any order.</summary>
public sealed class DurationSample : IEquatable<DurationSample>
{
    /// <summary>The sample without observations.</summary>
    public static readonly DurationSample Empty = new([]);

    private const decimal MicrosecondsPerDay = 86_400_000_000m;

    private readonly long[] _sorted;

    private DurationSample(long[] sorted) => _sorted = sorted;

    /// <summary>The number of observations.</summary>
    public int Count => _sorted.Length;

    /// <summary>The arithmetic mean in days; <c>null</c> if there is no observation.</summary>
    public decimal? MeanDays
    {
        get
        {
            Int128 sum = 0;
            foreach (var microseconds in _sorted)
            {
                sum += microseconds;
            }

            return Count == 0 ? null : (decimal)sum / Count / MicrosecondsPerDay;
        }
    }

    /// <summary>The median in days; <c>null</c> if there is no observation.</summary>
    public decimal? MedianDays => PercentileDays(50);

    /// <summary>A sample of durations; finer parts than microseconds are cut off.</summary>
    public static DurationSample Of(IEnumerable<Duration> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        return FromMicroseconds([.. durations.Select(d => Math.DivRem(d.BclCompatibleTicks, 10) is var (micros, rest) && rest < 0 ? micros - 1 : micros)]);
    }

    /// <summary>
    /// A percentile in days, interpolated between the two nearest observations; <c>null</c> if there is no observation.
    /// </summary>
    /// <remarks>Type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, Am. Stat. 50 (1996), 361-365.</remarks>
    /// <param name="percent">0, the smallest observation, to 100, the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is outside these limits.</exception>
    public decimal? PercentileDays(decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100m);
        if (Count == 0)
        {
            return null;
        }

        var position = (Count - 1) * percent / 100m;
        var below = (int)decimal.Floor(position);
        var above = Math.Min(below + 1, Count - 1);
        return (_sorted[below] + ((position - below) * ((decimal)_sorted[above] - _sorted[below]))) / MicrosecondsPerDay;
    }

    /// <summary>The observations of both samples.</summary>
    public DurationSample Merge(DurationSample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : FromMicroseconds([.. _sorted, .. other._sorted]);
    }

    /// <inheritdoc/>
    public bool Equals(DurationSample? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DurationSample);

    /// <inheritdoc/>
    public override int GetHashCode() => _sorted.Length == 0 ? 0 : HashCode.Combine(_sorted.Length, _sorted[0], _sorted[^1]);

    /// <summary>Takes the array over and sorts it.</summary>
    internal static DurationSample FromMicroseconds(long[] owned)
    {
        if (owned.Length == 0)
        {
            return Empty;
        }

        Array.Sort(owned);
        return new DurationSample(owned);
    }
}
