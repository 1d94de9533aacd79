namespace Referrals.Attribution.Credits;

/// <summary>
/// Multi-level credit: the referrer next to the converting customer gets <c>a</c>, the one who referred that referrer
/// <c>a r</c>, the next <c>a r²</c>, and so on.
/// </summary>
/// <remarks>
/// <para>With <c>a = B (1 - r)</c> the total stays below the budget <c>B</c> however long the chain is; over <c>L</c> levels
/// it is <c>a (1 - r^L) / (1 - r) &lt;= B</c>. What no level takes goes to nobody: it is not spread over the others, or the nearest
/// referrer's part would fall with the length of the chain. The winning team of the DARPA Network Challenge 2009 paid
/// by this rule with r = 1/2 (Pickard et al., arXiv 1008.3172).</para>
/// <para>The rule rewards a person who poses as a chain of several (Emek et al., EC 2011): use it with identity checks and
/// few levels.</para>
/// </remarks>
public static class LevelCredits
{
    /// <summary>The shares of a budget by level, nearest referrer first; they sum to one at most.</summary>
    /// <param name="levels">How many levels are paid, 1 to 32.</param>
    /// <param name="ratio">What one level further away gets of the level before: 0 (the nearest only) up to, not including, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static decimal[] Of(int levels, decimal ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, 32);
        if (ratio is < 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of one level to the one before is from 0 up to, not including, 1.");
        }

        var shares = new decimal[levels];
        var (share, left) = (1 - ratio, 1m);
        for (var i = 0; i < levels; i++)
        {
            // Products are rounded in their last digit; together they must not pass the whole.
            shares[i] = Math.Min(share, left);
            left -= shares[i];
            share *= ratio;
        }

        return shares;
    }

    /// <summary>The parts of a budget by level, each rounded down to the unit's smallest part, so that they never exceed it.</summary>
    /// <param name="budget">0 or more.</param>
    /// <param name="levels">How many levels are paid, 1 to 32.</param>
    /// <param name="ratio">0 up to, not including, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Amount[] Of(Amount budget, int levels, decimal ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget.MinorUnits, nameof(budget));
        var shares = Of(levels, ratio);
        var parts = new Amount[levels];
        for (var i = 0; i < levels; i++)
        {
            parts[i] = Amount.FromMinorUnits((long)decimal.Truncate(budget.MinorUnits * shares[i]), budget.Unit);
        }

        return parts;
    }
}
