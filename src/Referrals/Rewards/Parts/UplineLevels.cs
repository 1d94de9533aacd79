using System.Globalization;

namespace Referrals.Rewards.Parts;

/// <summary>
/// Shares a referrer's reward with the one who referred that referrer, and so on: the nearest gets <c>a</c>, the next <c>a r</c>,
/// then <c>a r²</c>. All together never get more than the reward itself; see <see cref="Attribution.Credits.LevelCredits"/>.
/// </summary>
/// <remarks>What a level without a referrer would get goes to nobody.</remarks>
public sealed record UplineLevels
{
    /// <summary>The most levels: 5.</summary>
    public const int MaxCount = 5;

    private UplineLevels(int count, Percentage ratio)
    {
        Count = count;
        Ratio = ratio;
    }

    /// <summary>How many levels, the referrer included.</summary>
    public int Count { get; }

    /// <summary>What a level gets of the one before.</summary>
    public Percentage Ratio { get; }

    /// <summary>Shares over so many levels.</summary>
    /// <param name="count">2 to 5, the referrer included.</param>
    /// <param name="ratio">Above 0 % and below 100 %; 50 % is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static UplineLevels Of(int count, Percentage ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        return ratio.Fraction is > 0 and < 1
            ? new UplineLevels(count, ratio)
            : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A level gets more than 0 % and less than 100 % of the one before.");
    }

    /// <summary>Such as <c>3 levels, each 50 % of the one before</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} levels, each {Ratio} of the one before");
}
