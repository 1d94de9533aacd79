namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>
/// All removal effects of a large chain: for each channel, the expected visits without it are the solution of one sparse
/// system, and its effect is what flows from these visits into its states and would have converted there.
/// </summary>
/// <remarks>Each solution carries its own proof: a residual ρ moves an effect by at most Σ |ρ_s| x_s / x_start, since the chain
/// without a channel converts no more often than the chain with it. A system that is further off is not accepted.</remarks>
internal static class SparseRemoval
{
    /// <summary><c>null</c> where a system cannot be solved closely enough.</summary>
    internal static RemovalSolution? Solve(AbsorbingChain chain)
    {
        var solver = new ChainSolver(chain);
        var (conversion, value) = (new double[chain.Count], new double[chain.Count]);
        if (!solver.TryAbsorption(chain.Conversion, chain.ConversionFromStart, conversion)
            || !solver.TryAbsorption(chain.Value, chain.ValueFromStart, value))
        {
            return null;
        }

        var (probability, expected) = (RemovalSolution.Dot(chain.Start, conversion), RemovalSolution.Dot(chain.Start, value));
        var weights = new double[chain.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(Fraction(conversion[i], probability), Fraction(value[i], expected));
        }

        var channels = chain.StatesWith.Length;
        var (lostConversion, lostValue) = (new double[channels], new double[channels]);
        var (visits, without) = (new double[chain.Count], new double[chain.Count]);
        if (!solver.TryVisits([], weights, visits))
        {
            return null;
        }

        for (var c = 0; c < channels; c++)
        {
            visits.CopyTo(without, 0);
            if (!solver.TryVisits(chain.StatesWith[c], weights, without))
            {
                return null;
            }

            foreach (var s in chain.StatesWith[c])
            {
                var reach = chain.Start[s] + chain.Columns.Dot(s, without);
                lostConversion[c] += Fraction(reach * conversion[s], probability);
                lostValue[c] += Fraction(reach * value[s], expected);
            }
        }

        return new RemovalSolution(probability, expected, lostConversion, lostValue);
    }

    private static double Fraction(double part, double whole) => whole > 0 ? Math.Max(part, 0) / whole : 0;
}
