using Referrals;

namespace Replay.Reporting;

/// <summary>What one rule granted, and what of it was taken back.</summary>
internal sealed class RuleTotals(string rule, string side, Unit unit)
{
    private readonly HashSet<CustomerId> _people = [];

    public string Rule => rule;

    public string Side => side;

    public Unit Unit => unit;

    public int Grants { get; private set; }

    public int People => _people.Count;

    public Amount Granted { get; private set; } = Amount.Zero(unit);

    public Amount Reversed { get; private set; } = Amount.Zero(unit);

    public Amount Net => Granted - Reversed;

    public void Add(Fact fact)
    {
        if (fact.Kind == FactKind.RewardReversed)
        {
            Reversed += fact.Amount!.Value;
            return;
        }

        Grants++;
        Granted += fact.Amount!.Value;
        _people.Add(fact.Customer!.Value);
    }
}
