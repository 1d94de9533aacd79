namespace Referrals.Insights.Experiments;

/// <summary>Whether friends sit in different variants and can tell each other, which blurs the difference that is measured.</summary>
/// <remarks>
/// The comparison assumes that what one person gets does not change another. Referrals break that by design: D. Eckles, B. Karrer, J. Ugander,
/// Design and analysis of experiments in networks: reducing bias from interference, Journal of Causal Inference 5 (2017).
/// </remarks>
public sealed record ReferralSpillover
{
    private ReferralSpillover(long pairs, long apart, PointEstimate? part) => (Pairs, PairsApart, Part) = (pairs, apart, part);

    /// <summary>The referrals in which both people take part.</summary>
    public long Pairs { get; }

    /// <summary>Those whose two people are in different variants.</summary>
    public long PairsApart { get; }

    /// <summary>The part of pairs in different variants, with Wilson's interval; <c>null</c> if there are no pairs.</summary>
    public PointEstimate? Part { get; }

    /// <summary>Whether there is anything to worry about: some pairs are apart. Then assign groups: <see cref="AssignmentUnit.Group"/>.</summary>
    public bool IsPossible => PairsApart > 0;

    /// <summary>Compares the variants of the two people of each referral.</summary>
    /// <param name="referrerVariants">The position of the referrer's variant for each referral; below 0 if the referrer does not take part.</param>
    /// <param name="refereeVariants">The same of the referee.</param>
    public static ReferralSpillover Of(IReadOnlyList<int> referrerVariants, IReadOnlyList<int> refereeVariants)
    {
        ArgumentNullException.ThrowIfNull(referrerVariants);
        ArgumentNullException.ThrowIfNull(refereeVariants);
        Checks.SameLength(referrerVariants.Count, refereeVariants.Count, nameof(refereeVariants));
        var (pairs, apart) = (0L, 0L);
        for (var row = 0; row < referrerVariants.Count; row++)
        {
            if (referrerVariants[row] >= 0 && refereeVariants[row] >= 0)
            {
                pairs++;
                apart += referrerVariants[row] == refereeVariants[row] ? 0 : 1;
            }
        }

        return new ReferralSpillover(pairs, apart, Proportions.Estimate(apart, pairs).Value);
    }
}
