namespace Referrals.Kpis.Columns;

/// <summary>By what totals are broken down: parts of people that do not overlap.</summary>
/// <remarks>
/// A sign-up, sale, refund or answer counts where its customer belongs, by the segment, channel and program version of the
/// sign-up; a share or click where the sharer belongs; a reward where the one who got it belongs, under the channel
/// <c>referral</c>; any other cost under its own channel. What is unknown is the empty text.
/// </remarks>
public sealed class KpiGrouping
{
    /// <summary>Everything in one group.</summary>
    public static readonly KpiGrouping Everything = new([], null);

    /// <summary>By program.</summary>
    public static readonly KpiGrouping ByProgram = new([KpiDimension.Program], null);

    /// <summary>By the customer's segment.</summary>
    public static readonly KpiGrouping BySegment = new([KpiDimension.Segment], null);

    /// <summary>By the channel through which customers were acquired.</summary>
    public static readonly KpiGrouping ByChannel = new([KpiDimension.Channel], null);

    /// <summary>By the program version that was in force at the sign-up.</summary>
    public static readonly KpiGrouping ByVersion = new([KpiDimension.Version], null);

    private KpiGrouping(IReadOnlyList<KpiDimension> dimensions, Func<CustomerId, string>? referrerGroup)
    {
        Dimensions = dimensions;
        ReferrerGroup = referrerGroup;
    }

    /// <summary>The parts of a key, in their order; the group of the referrer, if there is one, comes after them.</summary>
    public IReadOnlyList<KpiDimension> Dimensions { get; }

    /// <summary>The group that the host gives a referrer; <c>null</c> if referrers are not told apart.</summary>
    public Func<CustomerId, string>? ReferrerGroup { get; }

    /// <summary>
    /// By a group of referrers that the host names, such as ambassadors and ordinary customers. Customers without a referrer
    /// are in the group with the empty name.
    /// </summary>
    /// <param name="groupOf">The group of a referrer. It must be pure; it is called once per person and fold.</param>
    public static KpiGrouping ByReferrer(Func<CustomerId, string> groupOf)
    {
        ArgumentNullException.ThrowIfNull(groupOf);
        return new KpiGrouping([], groupOf);
    }

    /// <summary>By both: the keys are those of this grouping, then those of the other.</summary>
    /// <exception cref="ArgumentException">Both group by referrers, or this one does: referrer groups come last.</exception>
    public KpiGrouping And(KpiGrouping other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferrerGroup is null
            ? new KpiGrouping([.. Dimensions, .. other.Dimensions], other.ReferrerGroup)
            : throw new ArgumentException("A grouping by referrers comes last. Write the other grouping first.", nameof(other));
    }
}
