using NodaTime;
using Referrals.Deciding;
using Referrals.Entropy;
using Referrals.Kpis;
using Referrals.Kpis.Catalogue;
using Referrals.Kpis.Reports;
using Referrals.Programs;
using Referrals.Simulation.Books;
using Referrals.Simulation.Comparisons;
using Referrals.State;

namespace Referrals.Simulation;

/// <summary>One of the two histories of a simulation: its replay, and what is counted of it.</summary>
internal sealed class SimulationSide
{
    private const int CodesPerRound = 4;

    private readonly JournalFold _journal = new();
    private readonly Dictionary<Unit, Instant> _usedUp = [];
    private readonly Dictionary<string, Decision> _ahead = new(StringComparer.Ordinal);
    private ProgramReplay _replay = new();

    /// <summary>What became of each reward.</summary>
    internal RewardBook Rewards { get; } = new();

    internal AccountBook Accounts { get; } = new();

    internal ReferralBook Referrals { get; } = new();

    /// <summary>Goes on from where the other side is.</summary>
    internal void ForkFrom(SimulationSide other)
    {
        _replay = other._replay.Fork();
        foreach (var (key, decision) in other._ahead)
        {
            _ahead[key] = decision;
        }
    }

    /// <summary>Decides an input with the codes that were drawn then; with others where those are taken, or none was drawn.</summary>
    /// <remarks>What was refused then, and reported again until it was accepted, is in the history more than once: here it counts when it is first accepted.</remarks>
    internal Decision Decide(ReferralDecider decider, DecidedInput decided, long place)
    {
        if (_ahead.TryGetValue(decided.Input.Key, out var before))
        {
            return before;
        }

        var decision = _replay.Decide(decider, decided.Input, decided.Decision.CodesDrawn());
        for (var round = 1; decision.Code == DecisionCodes.CodesTaken; round++)
        {
            // The place in the history is the seed, so that the same history always gives the same codes.
            var randomness = new SeededRandomness(checked((place << 8) + round));
            decision = _replay.Decide(decider, decided.Input, [.. Enumerable.Range(0, CodesPerRound).Select(_ => Next(randomness))]);
            if (round == byte.MaxValue)
            {
                break;
            }
        }

        if (decision.IsFinal && !decided.Decision.IsFinal)
        {
            _ahead[decided.Input.Key] = decision with { Facts = [], LedgerLines = [], Changes = [], IsRepeated = true };
        }

        return decision;

        Codes.ReferralCode Next(SeededRandomness randomness) => Codes.CodeGenerator.Next(decider.Program.Codes, randomness);
    }

    internal IEnumerable<Decision> PassTime(ReferralDecider decider, Instant until) => _replay.PassTime(decider, until);

    /// <summary>Counts a decision.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="place">The place of its input in the history.</param>
    /// <param name="isBefore">Whether it was made before the changed program holds.</param>
    internal void Count(Decision decision, long place, bool isBefore)
    {
        Rewards.Add(decision, place, isBefore);
        Accounts.Add(decision.LedgerLines);
        Referrals.Add(decision, place);
        _journal.Append(decision.Facts);
        foreach (var fact in decision.Facts)
        {
            if (fact is { Kind: FactKind.BudgetExhausted, Amount: { } budget })
            {
                _ = _usedUp.TryAdd(budget.Unit, fact.OccurredAt);
            }
        }
    }

    /// <summary>How far a program's budgets are used.</summary>
    internal IEnumerable<BudgetUse> Budgets(ReferralProgram program) => program.Budgets.Select(budget => new BudgetUse
    {
        Budget = budget.Amount,
        Used = Amount.FromMinorUnits(_replay.Number(StateKeys.Budget(budget.Amount.Unit)), budget.Amount.Unit),
        UsedUpAt = _usedUp.TryGetValue(budget.Amount.Unit, out var at) ? at : null,
    });

    internal void Measure(Unit unit) => _journal.Measure(unit);

    internal KpiReport Kpis(KpiWindow window) => KpiReport.Of(_journal.Totals(window), KpiCatalogue.All);
}
