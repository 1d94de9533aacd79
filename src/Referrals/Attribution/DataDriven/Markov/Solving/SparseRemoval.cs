namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>
/// All removal effects of a large chain: for each channel, the expected visits without it are the solution of one sparse
/// system, and its effect is what flows from these visits into its states and would have converted there.
/// </summary>
/// <remarks>
/// <para>Each solution carries its own proof: a residual ρ moves an effect by at most Σ |ρ_s| x_s / x_start, since the chain without a
/// channel converts no more often than the chain with it. A system that does not come below <see cref="Tolerance"/> is not
/// accepted.</para>
/// </remarks>
internal static class SparseRemoval
{
    internal const double Tolerance = 1e-12;

    /// <summary><c>null</c> where a system does not converge to the tolerance.</summary>
    internal static RemovalSolution? Solve(AbsorbingChain chain)
    {
        var n = chain.Count;
        var solver = new ChainSolver(chain);
        var (conversion, value, visits) = (new double[n], new double[n], new double[n]);
        var converged = solver.TryAbsorption(chain.Conversion, conversion) && solver.TryAbsorption(chain.Value, value);
        var probability = RemovalSolution.Dot(chain.Start, conversion);
        var expected = RemovalSolution.Dot(chain.Start, value);
        converged = converged && solver.TryVisits([], conversion, probability, value, expected, visits);

        var channels = chain.StatesWith.Length;
        var (lostConversion, lostValue) = (new double[channels], new double[channels]);
        var without = new double[n];
        for (var c = 0; c < channels && converged; c++)
        {
            var states = chain.StatesWith[c];
            visits.CopyTo(without, 0);
            converged = solver.TryVisits(states, conversion, probability, value, expected, without);
            foreach (var s in states)
            {
                var reach = chain.Start[s] + chain.Columns.Dot(s, without);
                lostConversion[c] += reach * conversion[s];
                lostValue[c] += reach * value[s];
            }

            lostConversion[c] = probability > 0 ? lostConversion[c] / probability : 0;
            lostValue[c] = expected > 0 ? lostValue[c] / expected : 0;
        }

        return converged ? new RemovalSolution(probability, expected, lostConversion, lostValue) : null;
    }
}
